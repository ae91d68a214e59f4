using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using UserAdmin.Users.Commands;

namespace UserAdmin.Benchmarks.Raw;

/// <summary>
/// Creates accounts with prepared statements: one durable transaction for each chunk, each account looked up by email
/// first, and one hashed line for each in a separate log. Everything is deleted again at the end.
/// </summary>
internal sealed class RawImport : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _known;
    private readonly SqliteCommand _user;
    private readonly SqliteCommand _profile;
    private readonly SqliteCommand _log;
    private byte[] _hash = new byte[32];
    private long _position;

    /// <param name="connection">Connection to the write database; owned by this object.</param>
    public RawImport(SqliteConnection connection)
    {
        _connection = connection;
        connection.Execute("PRAGMA synchronous = FULL");
        connection.Execute(
            "CREATE TABLE \"RawLog\" (Position INTEGER PRIMARY KEY, Type, SubjectId, Payload, ActorId, At, "
                + "PreviousHash, Hash)"
        );
        connection.Execute("CREATE INDEX \"RawLogBySubject\" ON \"RawLog\" (SubjectId, Position)");
        _known = connection.Statement(
            "SELECT \"Id\" FROM \"AspNetUsers\" WHERE \"NormalizedEmail\" = @email OR \"NormalizedUserName\" = @name",
            "@email",
            "@name"
        );
        _user = connection.Statement(
            """
            INSERT INTO "AspNetUsers" ("Id", "UserName", "NormalizedUserName",
              "Email", "NormalizedEmail", "EmailConfirmed", "SecurityStamp", "ConcurrencyStamp", "PhoneNumberConfirmed",
                "TwoFactorEnabled", "LockoutEnabled", "AccessFailedCount")
            VALUES (@id, @name, @normalizedName, @email, @normalizedEmail, 0, @security, @concurrency, 0, 0, 1, 0)
            """,
            "@id",
            "@name",
            "@normalizedName",
            "@email",
            "@normalizedEmail",
            "@security",
            "@concurrency"
        );
        _profile = connection.Statement(
            "INSERT INTO \"UserProfiles\" (\"UserId\", \"DisplayName\", \"CreatedAt\") VALUES (@id, @name, @at)",
            "@id",
            "@name",
            "@at"
        );
        _log = connection.Statement(
            "INSERT INTO \"RawLog\" VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7)",
            [.. Enumerable.Range(0, 8).Select(i => $"@p{i}")]
        );
    }

    public void Run(IReadOnlyList<CreateUser> users)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var command in All)
        {
            command.Transaction = transaction;
        }

        var at = DateTimeOffset.UtcNow.UtcTicks;
        foreach (var user in users)
        {
            if (
                _known.With(user.Email.ToUpperInvariant(), user.UserName.ToUpperInvariant()).ExecuteScalar() is not null
            )
            {
                throw new InvalidOperationException("The raw transaction met an account that is there.");
            }

            _user
                .With(
                    user.UserId,
                    user.UserName,
                    user.UserName.ToUpperInvariant(),
                    user.Email,
                    user.Email.ToUpperInvariant(),
                    Stamp(),
                    Stamp()
                )
                .ExecuteNonQuery();
            _profile.With(user.UserId, user.DisplayName, at).ExecuteNonQuery();
            var payload =
                $"{{\"UserId\":\"{user.UserId}\",\"UserName\":\"{user.UserName}\",\"Email\":\"{user.Email}\","
                + $"\"DisplayName\":\"{user.DisplayName}\"}}";
            var hash = SHA256.HashData([.. _hash, .. Encoding.UTF8.GetBytes(payload)]);
            _log.With(++_position, "UserCreated", user.UserId, payload, "raw", at, _hash, hash).ExecuteNonQuery();
            _hash = hash;
        }

        transaction.Commit();
    }

    public void Dispose()
    {
        foreach (var command in All)
        {
            command.Dispose();
        }

        _connection.Execute(
            "DELETE FROM \"AspNetUsers\" WHERE \"Id\" IN (SELECT SubjectId FROM \"RawLog\"); DROP TABLE \"RawLog\";"
        );
        _connection.Dispose();
    }

    private IEnumerable<SqliteCommand> All => [_known, _user, _profile, _log];

    private static string Stamp() => Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
}
