using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Projections;

namespace UserAdmin.Tests.Projections;

/// <summary>The largest number of columns that a row of the read model can have.</summary>
public sealed class RowStatementsTests
{
    [Fact]
    public void Row_OfSixtyFourColumns_KeepsAChangeOfTheLast()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var context = new Narrow(Options<Narrow>(connection));
        context.Database.EnsureCreated();
        using var statements = new RowStatements<Wide>(context.Model, connection);
        statements.Insert(new Wide { Id = "ada", C01 = 1 });
        var (row, stored) = statements.Find(["ada"]).ShouldNotBeNull();

        row!.C63 = 63;
        statements.Update(row, stored!);

        var found = statements.Find(["ada"])!.Value.Row!;
        (found.C01, found.C63).ShouldBe((1, 63));
    }

    [Fact]
    public void Row_OfSixtyFiveColumns_IsRefused()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        using var context = new Broad(Options<Broad>(connection));

        Should
            .Throw<NotSupportedException>(() => new RowStatements<Wide>(context.Model, connection))
            .Message.ShouldStartWith("Wide has 65 columns; a row of the read model can have 64.");
    }

    private static DbContextOptions<TContext> Options<TContext>(SqliteConnection connection)
        where TContext : DbContext => new DbContextOptionsBuilder<TContext>().UseSqlite(connection).Options;

    private sealed class Broad(DbContextOptions<Broad> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Wide>();
    }

    private sealed class Narrow(DbContextOptions<Narrow> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) =>
            modelBuilder.Entity<Wide>().Ignore(row => row.C64);
    }

    private sealed class Wide
    {
        public string Id { get; set; } = "";
        public int C01 { get; set; }
        public int C02 { get; set; }
        public int C03 { get; set; }
        public int C04 { get; set; }
        public int C05 { get; set; }
        public int C06 { get; set; }
        public int C07 { get; set; }
        public int C08 { get; set; }
        public int C09 { get; set; }
        public int C10 { get; set; }
        public int C11 { get; set; }
        public int C12 { get; set; }
        public int C13 { get; set; }
        public int C14 { get; set; }
        public int C15 { get; set; }
        public int C16 { get; set; }
        public int C17 { get; set; }
        public int C18 { get; set; }
        public int C19 { get; set; }
        public int C20 { get; set; }
        public int C21 { get; set; }
        public int C22 { get; set; }
        public int C23 { get; set; }
        public int C24 { get; set; }
        public int C25 { get; set; }
        public int C26 { get; set; }
        public int C27 { get; set; }
        public int C28 { get; set; }
        public int C29 { get; set; }
        public int C30 { get; set; }
        public int C31 { get; set; }
        public int C32 { get; set; }
        public int C33 { get; set; }
        public int C34 { get; set; }
        public int C35 { get; set; }
        public int C36 { get; set; }
        public int C37 { get; set; }
        public int C38 { get; set; }
        public int C39 { get; set; }
        public int C40 { get; set; }
        public int C41 { get; set; }
        public int C42 { get; set; }
        public int C43 { get; set; }
        public int C44 { get; set; }
        public int C45 { get; set; }
        public int C46 { get; set; }
        public int C47 { get; set; }
        public int C48 { get; set; }
        public int C49 { get; set; }
        public int C50 { get; set; }
        public int C51 { get; set; }
        public int C52 { get; set; }
        public int C53 { get; set; }
        public int C54 { get; set; }
        public int C55 { get; set; }
        public int C56 { get; set; }
        public int C57 { get; set; }
        public int C58 { get; set; }
        public int C59 { get; set; }
        public int C60 { get; set; }
        public int C61 { get; set; }
        public int C62 { get; set; }
        public int C63 { get; set; }
        public int C64 { get; set; }
    }
}
