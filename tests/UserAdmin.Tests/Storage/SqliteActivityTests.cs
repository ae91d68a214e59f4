using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Audit.Search;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Storage;
using UserAdmin.Storage.Sqlite;

namespace UserAdmin.Tests.Storage;

/// <summary>How SQLite carries out the statements of the activity: along one index, without sorting.</summary>
public sealed class SqliteActivityTests : IAsyncLifetime
{
    private TestHost _host = default!;
    private ReadContext _context = default!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync();
        await _host.CreateUserAsync("ada");
        await _host.CatchUpAsync();
        _context = _host.Get<IReadStore>().CreateContext();
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("", "USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)")]
    [InlineData("when:7d", "USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)")]
    [InlineData("by:system", "USING INDEX IX_History_ActorId (ActorId=? AND rowid>? AND rowid<?)")]
    [InlineData("by:system when:7d", "USING INDEX IX_History_ActorId (ActorId=? AND rowid>? AND rowid<?)")]
    [InlineData("by:system -action:deleted", "USING INDEX IX_History_ActorId (ActorId=? AND rowid>? AND rowid<?)")]
    [InlineData("on:ada", "USING INDEX IX_History_SubjectId_Position (SubjectId=? AND Position>? AND Position<?)")]
    [InlineData("action:\"user created\"", "USING INDEX IX_History_EventType (EventType=? AND rowid>? AND rowid<?)")]
    [InlineData("batch:one", "USING INDEX IX_History_BatchId (BatchId=? AND rowid>? AND rowid<?)")]
    [InlineData("from:10.0.0.1", "USING INDEX IX_History_IpAddress (IpAddress=? AND rowid>? AND rowid<?)")]
    public async Task Statements_OfAFilter_WalkAlongItsIndex(string search, string expected)
    {
        var filter = await FilterAsync(search);

        var statements = await new SqliteActivity(_context).StatementsAsync(filter, before: null, 50, Cancellation);

        statements.ShouldNotBeEmpty();
        foreach (var (sql, parameters) in statements)
        {
            (await ExplainAsync(sql, parameters)).ShouldBe([$"SEARCH History {expected}"]);
        }
    }

    [Fact]
    public async Task Read_OfManyEvents_LooksAtALimitedNumberAndSaysWhere()
    {
        await _context.Database.ExecuteSqlRawAsync(
            $"""
            WITH RECURSIVE n(i) AS (VALUES (1000) UNION ALL SELECT i + 1 FROM n WHERE i < {SqliteActivity.MostPositions
                + 2_000})
            INSERT INTO History (Position, SubjectId, At, ActorId, ActorName, What, EventType, ChangesJson, Words)
            SELECT i, 's', i, CASE WHEN i = 1000 THEN 'rare' ELSE 'often' END, 'A', 'W', 'T', '',
              CASE WHEN i = 1000 THEN 'needle' ELSE 'hay' END FROM n
            """,
            Cancellation
        );
        var reader = new SqliteActivity(_context);
        var needle = new ActivityFilter(
            [new([new ActivityTest.Contains(ActivityColumn.Words, "needle")], IsNegated: false)],
            null
        );

        var first = await reader.ReadAsync(needle, before: null, after: null, 50, Cancellation);
        var second = await reader.ReadAsync(needle, first.SearchedTo, after: null, 50, Cancellation);

        first.Rows.ShouldBeEmpty();
        first.SearchedTo.ShouldBe(2_001);
        second.Rows.ShouldHaveSingleItem().Position.ShouldBe(1000);
        second.SearchedTo.ShouldBeNull();
        // An index that leads to few events is walked to its end.
        var rare = needle with
        {
            Conditions =
            [
                .. needle.Conditions,
                new([new ActivityTest.OneOf(ActivityColumn.Actor, ["rare"])], IsNegated: false),
            ],
        };
        (await reader.ReadAsync(rare, before: null, after: null, 50, Cancellation)).Rows.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Read_OfATimeAroundWhichTheClockWasSetBack_FindsAllOfIt()
    {
        await _context.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO History (Position, SubjectId, At, ActorId, ActorName, What, EventType, ChangesJson, Words)
            VALUES (2000, 's', 500, 'a', 'A', 'W', 'T', '', ''), (2001, 's', 600, 'a', 'A', 'W', 'T', '', ''),
                   (2002, 's', 400, 'a', 'A', 'W', 'T', '', ''), (2003, 's', 700, 'a', 'A', 'W', 'T', '', '')
            """,
            Cancellation
        );
        var filter = new ActivityFilter([], (Ticks(400), Ticks(600)));

        var found = await new SqliteActivity(_context).ReadAsync(filter, null, null, 50, Cancellation);

        found.Rows.Select(row => row.Position).ShouldBe([2002L, 2000L]);
    }

    private static DateTimeOffset Ticks(long ticks) => new(ticks, TimeSpan.Zero);

    private async Task<ActivityFilter> FilterAsync(string search)
    {
        await using var scope = _host.Get<IServiceScopeFactory>().CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentMessage>().Access = _host.Get<IAccessReader>().Everything;
        var (filter, refusal) = await scope
            .ServiceProvider.GetRequiredService<ActivitySearch>()
            .ReadAsync(search, Cancellation);
        refusal.ShouldBeNull();
        return filter.ShouldNotBeNull();
    }

    private async Task<List<string>> ExplainAsync(string sql, Array parameters)
    {
        await _context.Database.OpenConnectionAsync(Cancellation);
        await using var command = _context.Database.GetDbConnection().Command(null, $"EXPLAIN QUERY PLAN {sql}");
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var lines = new List<string>();
        while (await reader.ReadAsync(Cancellation))
        {
            lines.Add(reader.GetString(3));
        }

        return lines;
    }
}
