using System.Data.Common;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;

namespace UserAdmin.EventLog;

/// <summary>
/// The few statements of the event log that run for every command and every projected event, as prepared SQL that both
/// providers understand.
/// </summary>
internal static class EventLogSql
{
    private const string Columns =
        "\"Position\", \"Type\", \"Version\", \"SubjectId\", \"Payload\", \"ActorId\", \"ActorName\", "
        + "\"At\", \"CommandId\", \"CommandName\", "
        + "\"CorrelationId\", \"Reason\", \"IpAddress\", \"PreviousHash\", \"Hash\"";

    private static readonly string _logColumns = string.Join(
        ", ",
        Columns.Split(", ").Select(column => $"log.{column}")
    );

    public static DbCommand Tail(DbConnection connection, DatabaseLayout layout, DbTransaction? transaction) =>
        connection.Command(
            transaction,
            $"SELECT \"Position\", \"Hash\" FROM {layout.Log} ORDER BY \"Position\" DESC LIMIT 1"
        );

    /// <summary>Creates a query for the next events.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="layout">Where the tables are.</param>
    /// <param name="position">The position after which to begin.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="withKeys">Whether the keys of subject and actor follow in the last two columns. A backup of an
    /// older version has none.</param>
    public static DbCommand After(
        DbConnection connection,
        DatabaseLayout layout,
        long position,
        int take,
        bool withKeys
    ) =>
        connection.Command(
            null,
            withKeys
                ? $"SELECT {_logColumns}, subjects.\"Key\", actors.\"Key\" FROM {layout.Log} AS log "
                    + $"LEFT JOIN {layout.EventKeys} AS subjects ON subjects.\"Id\" = log.\"SubjectId\" "
                    + $"LEFT JOIN {layout.EventKeys} AS actors ON actors.\"Id\" = log.\"ActorId\" "
                    + "WHERE log.\"Position\" > @after ORDER BY log.\"Position\" LIMIT @take"
                : $"SELECT {Columns} FROM {layout.Log} WHERE \"Position\" > @after ORDER BY \"Position\" LIMIT @take",
            ("@after", position),
            ("@take", take)
        );

    public static DbCommand Insert(DbConnection connection, DatabaseLayout layout, DbTransaction transaction)
    {
        var command = connection.Command(
            transaction,
            $"INSERT INTO {layout.Log} ({Columns}) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, "
                + "@p9, @p10, @p11, @p12, @p13, @p14)"
        );
        for (var i = 0; i < 15; i++)
        {
            command.Add($"@p{i}", null);
        }

        return command;
    }

    public static void Bind(DbCommand insert, EventRecord record)
    {
        var values =
            (ReadOnlySpan<object?>)
                [
                    record.Position,
                    record.Type,
                    record.Version,
                    record.SubjectId,
                    record.Payload,
                    record.ActorId,
                    record.ActorName,
                    record.At.UtcTicks,
                    record.CommandId,
                    record.CommandName,
                    record.CorrelationId,
                    record.Reason,
                    record.IpAddress,
                    record.PreviousHash,
                    record.Hash,
                ];
        for (var i = 0; i < values.Length; i++)
        {
            insert.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }

    public static DbCommand Remember(
        DbConnection connection,
        DatabaseLayout layout,
        DbTransaction transaction,
        ProcessedCommand processed
    ) =>
        connection.Command(
            transaction,
            $"INSERT INTO {layout.ProcessedCommands} (\"CommandId\", \"CommandName\", \"ActorId\", "
                + "\"Fingerprint\", \"Position\", \"At\") VALUES (@id, @name, @actor, @fingerprint, @position, "
                + "@at)",
            ("@id", processed.CommandId),
            ("@name", processed.CommandName),
            ("@actor", processed.ActorId),
            ("@fingerprint", processed.Fingerprint),
            ("@position", processed.Position),
            ("@at", processed.At.UtcTicks)
        );

    /// <summary>Creates a statement that writes a processed command again without changing it.</summary>
    public static DbCommand Touch(
        DbConnection connection,
        DatabaseLayout layout,
        DbTransaction transaction,
        ProcessedCommand processed
    ) =>
        connection.Command(
            transaction,
            $"UPDATE {layout.ProcessedCommands} SET \"Position\" = \"Position\" WHERE \"CommandId\" = @id",
            ("@id", processed.CommandId)
        );

    /// <summary>
    /// Creates a query for the events about the log itself, oldest first. They are few and found by an index.
    /// </summary>
    public static DbCommand Marks(DbConnection connection, DatabaseLayout layout, string type) =>
        connection.Command(
            null,
            $"SELECT \"Payload\", \"Position\", \"At\" FROM {layout.Log} WHERE \"SubjectId\" = @subject AND "
                + "\"Type\" = @type ORDER BY \"Position\"",
            ("@subject", LogSubject.Id),
            ("@type", type)
        );

    /// <summary>Creates a query for the signatures of the head after a position, oldest first.</summary>
    public static DbCommand SignedHeads(DbConnection connection, DatabaseLayout layout, long after) =>
        connection.Command(
            null,
            $"SELECT \"Payload\", \"Position\" FROM {layout.Log} WHERE \"SubjectId\" = @subject AND "
                + "\"Position\" > @after ORDER BY \"Position\"",
            ("@subject", LogSubject.Heads),
            ("@after", after)
        );

    /// <summary>Creates a query for the last signature of the head.</summary>
    public static DbCommand LastSignedHead(DbConnection connection, DatabaseLayout layout) =>
        connection.Command(
            null,
            $"SELECT \"Payload\", \"Position\" FROM {layout.Log} WHERE \"SubjectId\" = @subject "
                + "ORDER BY \"Position\" DESC LIMIT 1",
            ("@subject", LogSubject.Heads)
        );

    /// <summary>Creates a query for the hash that an event had before the log was sealed.</summary>
    public static DbCommand FormerHash(DbConnection connection, DatabaseLayout layout, long position) =>
        connection.Command(
            null,
            $"SELECT \"Hash\" FROM {layout.FormerHashes} WHERE \"Position\" = @position",
            ("@position", position)
        );

    /// <summary>Creates a query for the hashes that events had before the log was sealed, in order.</summary>
    public static DbCommand FormerHashes(DbConnection connection, DatabaseLayout layout, DbTransaction? transaction) =>
        connection.Command(
            transaction,
            $"SELECT \"Position\", \"Hash\" FROM {layout.FormerHashes} ORDER BY \"Position\""
        );

    /// <summary>
    /// Reads only those columns of a set-aside event that the hash chain needs; the others may be unreadable.
    /// </summary>
    public static EventRecord ReadSetAside(DbDataReader reader) =>
        new()
        {
            Position = reader.GetInt64(0),
            Type = Text(reader, 1),
            SubjectId = Text(reader, 3),
            PreviousHash = reader.GetValue(13) as byte[] ?? [],
            Hash = reader.GetValue(14) as byte[] ?? [],
            IsSetAside = true,
        };

    /// <summary>Reads a row in the order of the columns.</summary>
    /// <exception cref="UnreadableEventException">A column contains a value that no event can have.</exception>
    public static EventRecord Read(DbDataReader reader)
    {
        try
        {
            return new()
            {
                Position = reader.GetInt64(0),
                Type = reader.GetString(1),
                Version = checked((int)Integer(reader, 2)),
                SubjectId = reader.GetString(3),
                Payload = reader.GetString(4),
                ActorId = reader.GetString(5),
                ActorName = reader.GetString(6),
                At = new DateTimeOffset(Integer(reader, 7), TimeSpan.Zero),
                CommandId = reader.GetString(8),
                CommandName = reader.GetString(9),
                CorrelationId = reader.IsDBNull(10) ? null : reader.GetString(10),
                Reason = reader.IsDBNull(11) ? null : reader.GetString(11),
                IpAddress = reader.IsDBNull(12) ? null : reader.GetString(12),
                PreviousHash = (byte[])reader.GetValue(13),
                Hash = (byte[])reader.GetValue(14),
            };
        }
        catch (Exception fault) when (fault is InvalidCastException or OverflowException or ArgumentOutOfRangeException)
        {
            throw new UnreadableEventException(reader.GetInt64(0), fault);
        }
    }

    /// <summary>Reads the key of the subject and that of the actor, behind the columns.</summary>
    public static (byte[]? Subject, byte[]? Actor) ReadKeys(DbDataReader reader) => (Key(reader, 15), Key(reader, 16));

    private static byte[]? Key(DbDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : (byte[])reader.GetValue(ordinal);

    private static string Text(DbDataReader reader, int ordinal) => reader.GetValue(ordinal) as string ?? "";

    // SQLite reads the text 1x or the number 1.5 as the integer 1, so a column could be changed without changing the
    // hash.
    private static long Integer(DbDataReader reader, int ordinal) =>
        reader.GetFieldType(ordinal) is var type && (type == typeof(long) || type == typeof(int))
            ? reader.GetInt64(ordinal)
            : throw new InvalidCastException($"{reader.GetName(ordinal)} is not an integer.");
}

/// <summary>Thrown when a row of the log contains something that the program never wrote.</summary>
internal sealed class UnreadableEventException(long position, Exception cause)
    : Exception($"Event {position} cannot be read: {cause.Message}", cause)
{
    public long Position { get; } = position;

    /// <summary>The error for the sender of a command that needs to read the event.</summary>
    public Error Error =>
        new(
            "log.unreadable-event",
            FormattableString.Invariant(
                $"Event {Position} of the log cannot be read, so it is not known what else has changed here. "
            ) + "Nothing was saved. Set the event aside on the page System, or ask an administrator to, and save again."
        );
}
