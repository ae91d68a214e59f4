using CsCheck;
using Microsoft.Data.Sqlite;
using UserAdmin.EventLog;
using UserAdmin.Monitoring;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Properties;

/// <summary>
/// Verification finds any change made to the stored log behind the program's back, at the first position that is wrong.
/// </summary>
public sealed class TamperingProperties : IAsyncLifetime
{
    private static readonly string[] _columns =
    [
        "Position",
        "Type",
        "Version",
        "SubjectId",
        "Payload",
        "ActorId",
        "ActorName",
        "At",
        "CommandId",
        "CommandName",
        "CorrelationId",
        "Reason",
        "IpAddress",
        "PreviousHash",
        "Hash",
    ];

    // SQL expressions over the old value; those that leave it unchanged or break a constraint are skipped.
    private static readonly string[] _values =
    [
        "old || 'x'",
        "old || char(0) || 'x'",
        "'x' || old",
        "substr(old, 2)",
        "''",
        "x''",
        "NULL",
        "upper(old)",
        "replace(old, 'a', 'b')",
        "old + 1",
        "-old",
        "0",
        "9223372036854775807",
        "-9223372036854775808",
        "1.5",
        "'many'",
        "zeroblob(32)",
        "CAST(x'c328' AS TEXT)",
        "hex(old)",
        "(SELECT Hash FROM EventLog WHERE Position = 1)",
    ];

    // SQLITE_MISMATCH: the database itself accepts only integers in Position.
    private const int Mismatch = 20;

    private TestHost _host = null!;
    private SqliteConnection _connection = null!;
    private int _length;

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync();
        for (var i = 0; i < 4; i++)
        {
            var id = await _host.CreateUserAsync($"user{i}");
            await _host.SendAsync(new DisableUser(id), reason: "Left the company, see #42.");
        }

        await _host.CatchUpAsync();
        await _host.StopFollowingAsync();
        _length = (int)_host.Tail();
        _connection = new SqliteConnection($"Data Source={_host.WriteFile};Pooling=False");
        await _connection.OpenAsync();
        Run("CREATE TEMP TABLE Saved AS SELECT * FROM EventLog");
        FirstBad().ShouldBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public void AnyColumnOfAnyEvent_Changed_IsFoundAtItsPosition() =>
        Everywhere(
            (position, column) =>
            {
                foreach (var value in _values)
                {
                    var becomes = value.Replace("old", $"\"{column}\"", StringComparison.Ordinal);
                    Tamper(
                        position,
                        $"column {column} to {value}",
                        $"UPDATE OR IGNORE EventLog SET \"{column}\" = {becomes} WHERE Position = "
                            + $"{position} AND \"{column}\" IS NOT ({becomes})"
                    );
                }
            }
        );

    [Fact]
    public void AnyEvent_Deleted_IsFoundAtItsPosition() =>
        Gen.Select(Gen.Int[1, _length], Gen.Int[0, 3])
            .Sample(
                (position, more) =>
                    Tamper(
                        position,
                        $"deleted, with {more} after it",
                        $"DELETE FROM EventLog WHERE Position BETWEEN {position} AND {position + more}"
                    ),
                iter: 30,
                threads: 1
            );

    [Fact]
    public void AnyTwoEvents_Swapped_AreFoundAtTheFirst() =>
        Gen.Select(Gen.Int[1, _length], Gen.Int[1, _length])
            .Sample(
                (one, other) =>
                {
                    if (one != other)
                    {
                        Tamper(
                            Math.Min(one, other),
                            $"swapped with {Math.Max(one, other)}",
                            $"UPDATE EventLog SET Position = -1 WHERE Position = {one}; UPDATE EventLog SET "
                                + $"Position = {one} WHERE Position = {other}; UPDATE EventLog SET Position = "
                                + $"{other} WHERE Position = -1"
                        );
                    }
                },
                iter: 30,
                threads: 1
            );

    [Fact]
    public void AnyEvent_ReplacedByACopyOfAnother_IsFoundAtItsPosition() =>
        Gen.Select(Gen.Int[1, _length], Gen.Int[1, _length])
            .Sample(
                (position, source) =>
                {
                    if (position != source)
                    {
                        Tamper(
                            position,
                            $"replaced by {source}",
                            "UPDATE EventLog SET (Type, SubjectId, Payload, ActorId, ActorName, At, "
                                + "CommandId, CommandName, Reason, PreviousHash, Hash) = "
                                + "(SELECT Type, SubjectId, Payload, ActorId, ActorName, At, CommandId, "
                                + "CommandName, Reason, PreviousHash, Hash FROM Saved WHERE Position = "
                                + $"{source}) WHERE Position = {position}"
                        );
                    }
                },
                iter: 30,
                threads: 1
            );

    [Fact]
    public void ForgedEvent_AtTheEnd_IsFound() =>
        Tamper(
            _length + 1,
            "forged",
            $"INSERT INTO EventLog SELECT {_length + 1}, Type, Version, SubjectId, Payload, ActorId, "
                + "ActorName, At, CommandId, CommandName, CorrelationId, Reason, IpAddress, Hash, zeroblob(32) "
                + $"FROM Saved WHERE Position = {_length}"
        );

    /// <summary>The chain alone cannot reveal this; the read model remembers the hash that it has applied.</summary>
    [Fact]
    public void WholeChain_ForgedAnew_IsFound() =>
        Gen.Int[1, _length]
            .Sample(
                position =>
                {
                    var hash = EventHash.Genesis;
                    foreach (var record in _host.ReadLog())
                    {
                        record.Reason = record.Position == position ? "forged" : record.Reason;
                        Run(
                            "UPDATE EventLog SET Reason = @reason, PreviousHash = @previous, Hash = @hash "
                                + "WHERE Position = @position",
                            ("@reason", (object?)record.Reason ?? DBNull.Value),
                            ("@previous", hash),
                            ("@hash", hash = EventHash.Compute(hash, record)),
                            ("@position", record.Position)
                        );
                    }

                    _host.Get<ILogVerification>().Verify().Problem.ShouldNotBeNull();
                    Restore();
                },
                iter: 5,
                threads: 1
            );

    private void Everywhere(Action<int, string> tamper)
    {
        for (var position = 1; position <= _length; position++)
        {
            foreach (var column in _columns)
            {
                tamper(position, column);
            }
        }
    }

    /// <summary>Tampers with the log, checks that verification finds the position, and restores the log.</summary>
    private void Tamper(int position, string what, string sql)
    {
        try
        {
            if (Run(sql) == 0)
            {
                return;
            }
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode == Mismatch)
        {
            return;
        }

        FirstBad().ShouldBe(position, $"event {position}, {what}");
        Restore();
    }

    private long? FirstBad() => _host.Get<ILogVerification>().Verify().BadPosition;

    private void Restore()
    {
        Run("DELETE FROM EventLog; INSERT INTO EventLog SELECT * FROM Saved");
    }

    private int Run(string sql, params (string Name, object Value)[] parameters)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // The text is the test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command.ExecuteNonQuery();
    }
}
