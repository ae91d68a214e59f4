using System.Data.Common;
using CsCheck;
using UserAdmin.EventLog;
using UserAdmin.Monitoring;
using UserAdmin.Storage;
using UserAdmin.Tests.Monitoring;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Properties;

/// <summary>
/// Verification finds any change made to the stored log behind the program's back, at the first position that is wrong.
/// </summary>
public sealed class TamperingProperties : IAsyncLifetime
{
    private static readonly string _copied = EventLogColumns.Sql(
        "Type",
        "SubjectId",
        "Payload",
        "ActorId",
        "ActorName",
        "At",
        "CommandId",
        "CommandName",
        "Reason",
        "PreviousHash",
        "Hash"
    );

    private TestHost _host = null!;
    private DbConnection _connection = null!;
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
        _connection = _host.OpenWrite();
        Run("CREATE TEMP TABLE saved AS SELECT * FROM \"EventLog\"");
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
                foreach (var value in TestProvider.TamperedValues)
                {
                    var becomes = value.Replace("old", $"\"{column}\"", StringComparison.Ordinal);
                    Tamper(
                        position,
                        $"column {column} to {value}",
                        $"UPDATE \"EventLog\" SET \"{column}\" = {becomes} WHERE \"Position\" = "
                            + $"{position} AND \"{column}\" IS DISTINCT FROM ({becomes})"
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
                        $"DELETE FROM \"EventLog\" WHERE \"Position\" BETWEEN {position} AND {position + more}"
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
                            $"{Move(one, -1)}; {Move(other, one)}; {Move(-1, other)}"
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
                            $"UPDATE \"EventLog\" SET ({_copied}) = (SELECT {_copied} FROM saved "
                                + $"WHERE \"Position\" = {source}) WHERE \"Position\" = {position}"
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
            $"INSERT INTO \"EventLog\" (\"Position\", {EventLogColumns.Others}) "
                + $"SELECT {_length + 1}, {EventLogColumns.Others} FROM saved WHERE \"Position\" = {_length}; "
                + $"UPDATE \"EventLog\" SET \"PreviousHash\" = \"Hash\" WHERE \"Position\" = {_length + 1}"
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
                            "UPDATE \"EventLog\" SET \"Reason\" = @reason, \"PreviousHash\" = @previous, "
                                + "\"Hash\" = @hash WHERE \"Position\" = @position",
                            ("@reason", record.Reason),
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
            foreach (var column in EventLogColumns.All)
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
        catch (DbException fault) when (TestProvider.IsImpossible(fault))
        {
            return;
        }

        FirstBad().ShouldBe(position, $"event {position}, {what}");
        Restore();
    }

    private long? FirstBad() => _host.Get<ILogVerification>().Verify().BadPosition;

    private void Restore() => Run("DELETE FROM \"EventLog\"; INSERT INTO \"EventLog\" SELECT * FROM saved");

    private static string Move(long from, long to) =>
        $"UPDATE \"EventLog\" SET \"Position\" = {to} WHERE \"Position\" = {from}";

    private int Run(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = _connection.Command(null, sql, parameters);
        return command.ExecuteNonQuery();
    }
}
