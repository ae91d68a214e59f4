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
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _processed;
    private readonly SqliteCommand _user;
    private readonly SqliteCommand _since;
    private readonly SqliteCommand _taken;
    private readonly SqliteCommand _update;
    private readonly SqliteCommand _tail;
    private readonly SqliteCommand _append;
    private readonly SqliteCommand _remember;

    /// <param name="connection">Connection to the write database; owned by this object.</param>
    public RawEmailChange(SqliteConnection connection)
    {
        _connection = connection;
        // Set explicitly; the commands' connections have it as SQLite's default.
        connection.Execute("PRAGMA synchronous = FULL");
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
            WHERE "Id" = @id AND "ConcurrencyStamp" = @seen
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
    }

    public void Run(ChangeUserEmail change, Actor actor, Guid commandId)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var command in All)
        {
            command.Transaction = transaction;
        }

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
        if ((long)_taken.With(normalized, change.UserId).ExecuteScalar()! != 0)
        {
            throw new InvalidOperationException("The email is taken.");
        }

        var from = (string)user[0];
        _update.With(change.Email, normalized, Stamp(), Stamp(), change.UserId, user[1]).ExecuteNonQuery();
        Append(new UserEmailChanged(change.UserId, from, change.Email), actor, id, CommandFingerprint.Of(change));
        transaction.Commit();
    }

    private void Append(UserEmailChanged @event, Actor actor, string commandId, string fingerprint)
    {
        var tail = _tail.Rows()[0];
        var record = new EventRecord
        {
            Position = (long)tail[0] + 1,
            Type = nameof(UserEmailChanged),
            SubjectId = @event.UserId,
            Payload = EventCodec.Encode(@event),
            ActorId = actor.Id,
            ActorName = actor.Name,
            At = DateTimeOffset.UtcNow,
            CommandId = commandId,
            CommandName = nameof(ChangeUserEmail),
            PreviousHash = (byte[])tail[1],
        };
        record.Hash = EventHash.Compute(record.PreviousHash, record);
        _append
            .With(
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
            )
            .ExecuteNonQuery();
        _remember
            .With(commandId, record.CommandName, actor.Id, fingerprint, record.Position, record.At.UtcTicks)
            .ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var command in All)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private SqliteCommand[] All => [_processed, _user, _since, _taken, _update, _tail, _append, _remember];

    private static string Stamp() => Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
}
