using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Benchmarks.Raw;

/// <summary>ChangeUserEmail as one raw transaction that reads and writes everything that the command must.</summary>
internal sealed class RawEmailChange : IDisposable
{
    private readonly DbConnection _connection;
    private readonly DbCommand? _takeTurn;
    private readonly DbCommand _processed;
    private readonly DbCommand _user;
    private readonly DbCommand _since;
    private readonly DbCommand _taken;
    private readonly DbCommand _update;
    private readonly DbCommand _tail;
    private readonly DbCommand _append;
    private readonly DbCommand _remember;

    /// <param name="connection">Connection to the write database; owned by this object.</param>
    /// <param name="takeTurn">The statement that waits for the other writers, if beginning a transaction does
    /// not.</param>
    public RawEmailChange(DbConnection connection, string? takeTurn = null)
    {
        _connection = connection;
        var isSqlite = connection is SqliteConnection;
        _takeTurn = takeTurn is null ? null : connection.Statement(takeTurn);
        if (isSqlite)
        {
            // Set explicitly; the commands' connections have it as SQLite's default.
            connection.Execute("PRAGMA synchronous = FULL");
        }

        _processed = connection.Statement(
            "SELECT \"CommandName\", \"ActorId\", \"Fingerprint\", \"Position\", \"At\" FROM "
                + "\"ProcessedCommands\" WHERE \"CommandId\" = @id",
            "@id"
        );
        _user = connection.Statement(
            "SELECT u.\"Email\", u.\"ConcurrencyStamp\", u.*, p.* FROM \"AspNetUsers\" AS u LEFT JOIN "
                + "\"UserProfiles\" AS p ON p.\"UserId\" = u.\"Id\" WHERE u.\"Id\" = @id",
            "@id"
        );
        _since = connection.Statement(
            "SELECT * FROM \"EventLog\" WHERE \"SubjectId\" = @id AND \"Position\" > @seen ORDER BY \"Position\"",
            "@id",
            "@seen"
        );
        _taken = connection.Statement(
            "SELECT EXISTS (SELECT 1 FROM \"AspNetUsers\" WHERE \"NormalizedEmail\" = @email AND \"Id\" <> @id)",
            "@email",
            "@id"
        );
        _update = connection.Statement(
            """
            UPDATE "AspNetUsers" SET "Email" = @email, "NormalizedEmail" = @normalized,
              "SecurityStamp" = @security, "ConcurrencyStamp" = @concurrency
            WHERE "Id" = @id AND "ConcurrencyStamp" = coalesce(@seen, "ConcurrencyStamp")
            """,
            "@email",
            "@normalized",
            "@security",
            "@concurrency",
            "@id",
            "@seen"
        );
        _tail = connection.Statement(
            "SELECT \"Position\", \"Hash\" FROM \"EventLog\" ORDER BY \"Position\" DESC LIMIT 1"
        );
        _append = connection.Statement(
            """
            INSERT INTO "EventLog" ("Position", "Type", "Version", "SubjectId", "Payload",
              "ActorId", "ActorName", "At", "CommandId", "CommandName", "PreviousHash", "Hash")
            VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11)
            """,
            [.. Enumerable.Range(0, 12).Select(i => $"@p{i}")]
        );
        _remember = connection.Statement(
            """
            INSERT INTO "ProcessedCommands" ("CommandId", "CommandName", "ActorId", "Fingerprint", "Position", "At")
            VALUES (@id, @name, @actor, @fingerprint, @position, @at)
            """,
            "@id",
            "@name",
            "@actor",
            "@fingerprint",
            "@position",
            "@at"
        );
        foreach (var command in isSqlite ? All : [])
        {
            command.Prepare();
        }
    }

    public void Run(ChangeUserEmail change, Actor actor, Guid commandId)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var command in All)
        {
            command.Transaction = transaction;
        }

        _takeTurn?.ExecuteNonQuery();
        var id = commandId.ToString("D");
        if (
            _processed.With(id).Rows().Count > 0
            || _user.With(change.UserId).Rows() is not [var user]
            || _since.With(change.UserId, change.SeenVersion).Rows().Count > 0
        )
        {
            throw new InvalidOperationException("The raw transaction met what this benchmark does not send.");
        }

        var normalized = change.Email.ToUpperInvariant();
        if (Convert.ToBoolean(_taken.With(normalized, change.UserId).ExecuteScalar(), CultureInfo.InvariantCulture))
        {
            throw new InvalidOperationException("The email is taken.");
        }

        Update(change, normalized, user[1]).ExecuteNonQuery();
        var tail = _tail.Rows()[0];
        var record = Record(change, (string)user[0], actor, id, (long)tail[0], (byte[])tail[1]);
        Append(record).ExecuteNonQuery();
        Remember(record, change).ExecuteNonQuery();
        transaction.Commit();
    }

    /// <summary>
    /// Makes several changes in one transaction and, except for the end of the log, with one message to the server. It
    /// looks at no answer, so this is what nothing can be faster than.
    /// </summary>
    public void RunTogether(IReadOnlyList<ChangeUserEmail> changes, Actor actor)
    {
        using var transaction = _connection.BeginTransaction();
        _takeTurn?.ExecuteNonQuery();
        var tail = _tail.Rows()[0];
        var (position, hash) = ((long)tail[0], (byte[])tail[1]);
        using var batch = _connection.CreateBatch();
        batch.Transaction = transaction;
        foreach (var change in changes)
        {
            var id = Guid.CreateVersion7().ToString("D");
            var normalized = change.Email.ToUpperInvariant();
            var record = Record(change, change.Email, actor, id, position, hash);
            (position, hash) = (record.Position, record.Hash);
            Add(batch, _processed.With(id));
            Add(batch, _user.With(change.UserId));
            Add(batch, _since.With(change.UserId, change.SeenVersion));
            Add(batch, _taken.With(normalized, change.UserId));
            Add(batch, Update(change, normalized, null));
            Add(batch, Append(record));
            Add(batch, Remember(record, change));
        }

        batch.ExecuteNonQuery();
        transaction.Commit();
    }

    private static void Add(DbBatch batch, DbCommand bound)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = bound.CommandText;
        foreach (DbParameter parameter in bound.Parameters)
        {
            var copy = command.CreateParameter();
            (copy.ParameterName, copy.Value) = (parameter.ParameterName, parameter.Value);
            command.Parameters.Add(copy);
        }

        batch.BatchCommands.Add(command);
    }

    private static EventRecord Record(
        ChangeUserEmail change,
        string from,
        Actor actor,
        string commandId,
        long position,
        byte[] hash
    )
    {
        var record = new EventRecord
        {
            Position = position + 1,
            Type = nameof(UserEmailChanged),
            SubjectId = change.UserId,
            Payload = EventCodec.Encode(new UserEmailChanged(change.UserId, from, change.Email)),
            ActorId = actor.Id,
            ActorName = actor.Name,
            At = DateTimeOffset.UtcNow,
            CommandId = commandId,
            CommandName = nameof(ChangeUserEmail),
            PreviousHash = hash,
        };
        record.Hash = EventHash.Compute(record.PreviousHash, record);
        return record;
    }

    private DbCommand Update(ChangeUserEmail change, string normalized, object? seen) =>
        _update.With(change.Email, normalized, Stamp(), Stamp(), change.UserId, seen);

    private DbCommand Append(EventRecord record) =>
        _append.With(
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
            record.PreviousHash,
            record.Hash
        );

    private DbCommand Remember(EventRecord record, ChangeUserEmail change) =>
        _remember.With(
            record.CommandId,
            record.CommandName,
            record.ActorId,
            CommandFingerprint.Of(change),
            record.Position,
            record.At.UtcTicks
        );

    public void Dispose()
    {
        foreach (var command in All)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private IEnumerable<DbCommand> All =>
        (
            (DbCommand?[])[_takeTurn, _processed, _user, _since, _taken, _update, _tail, _append, _remember]
        ).OfType<DbCommand>();

    private static string Stamp() => Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
}
