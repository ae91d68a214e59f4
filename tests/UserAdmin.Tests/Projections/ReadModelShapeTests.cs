using Microsoft.EntityFrameworkCore;
using UserAdmin.Projections;
using UserAdmin.Storage;
using UserAdmin.Storage.Sqlite;
using UserAdmin.Tests.Architecture;

namespace UserAdmin.Tests.Projections;

/// <summary>The differences that give a read model another shape, so that it is rebuilt.</summary>
public sealed class ReadModelShapeTests
{
    private static readonly string _plain = Of<Plain>();

    private interface IMapping
    {
        static abstract void Map(ModelBuilder model);
    }

    [Fact]
    public void Shape_OfTheSameTables_IsTheSame() => Of<Again>().ShouldBe(_plain);

    [Fact]
    public void Shape_OfOtherTablesKeysTypesOrIndexes_IsAnother() =>
        new[]
        {
            _plain,
            Of<OtherTable>(),
            Of<OtherColumn>(),
            Of<OtherType>(),
            Of<OtherKey>(),
            Of<WithIndex>(),
            Of<WithUniqueIndex>(),
            Of<WithFilteredIndex>(),
        }.ShouldBeUnique();

    [Fact]
    public void Shape_OfAnotherVersionOfTheProjections_IsAnother() =>
        Of<Plain>(ReadModelShape.ProjectionsVersion + 1).ShouldNotBe(_plain);

    [Fact]
    public void Shape_OfTheReadModel_IsWrittenInTheCode()
    {
        using var context = new ReadContext(SqliteReadTables.Options("Data Source=:memory:"));
        var shape = ReadModelShape.Of(context);
        if (Environment.GetEnvironmentVariable("USERADMIN_WRITE_MODELS") == "1")
        {
            var path = Path.Combine(SourceFiles.Root, "src/UserAdmin/Storage/Sqlite/SqliteReadTables.Shape.cs");
            File.WriteAllText(
                path,
                File.ReadAllText(path).Replace(SqliteReadTables.Shape, shape, StringComparison.Ordinal)
            );
        }

        SqliteReadTables.Shape.ShouldBe(
            shape,
            "Run this test with USERADMIN_WRITE_MODELS=1 in the environment: it writes the shape."
        );
    }

    [Fact]
    public void Shape_OfTheReadModel_IsPartOfTheNameOfItsFile()
    {
        ReadModelFiles
            .PathOf(Path.Combine("data", "read.db"), SqliteReadTables.Shape, isGreen: true)
            .ShouldBe(Path.Combine("data", $"read.{SqliteReadTables.Shape}.green.db"));
        SqliteReadTables.Shape.ShouldMatch("^[0-9a-f]{8}$");
    }

    private static string Of<TMapping>(int version = ReadModelShape.ProjectionsVersion)
        where TMapping : IMapping
    {
        using var context = new Context<TMapping>(
            new DbContextOptionsBuilder<Context<TMapping>>().UseSqlite("Data Source=:memory:").Options
        );
        return ReadModelShape.Of(context, version);
    }

    private sealed class Row
    {
        public string Id { get; set; } = "";

        public string? Text { get; set; }

        public int Number { get; set; }
    }

    private sealed class Context<TMapping>(DbContextOptions<Context<TMapping>> options) : DbContext(options)
        where TMapping : IMapping
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => TMapping.Map(modelBuilder);
    }

    private sealed class Plain : IMapping
    {
        public static void Map(ModelBuilder model) => model.Entity<Row>().ToTable("Rows").HasKey(row => row.Id);
    }

    private sealed class Again : IMapping
    {
        public static void Map(ModelBuilder model) => Plain.Map(model);
    }

    private sealed class OtherTable : IMapping
    {
        public static void Map(ModelBuilder model) => model.Entity<Row>().ToTable("Others").HasKey(row => row.Id);
    }

    private sealed class OtherColumn : IMapping
    {
        public static void Map(ModelBuilder model)
        {
            Plain.Map(model);
            model.Entity<Row>().Ignore(row => row.Text);
        }
    }

    private sealed class OtherType : IMapping
    {
        public static void Map(ModelBuilder model)
        {
            Plain.Map(model);
            model.Entity<Row>().Property(row => row.Number).HasConversion<string>();
        }
    }

    private sealed class OtherKey : IMapping
    {
        public static void Map(ModelBuilder model) =>
            model.Entity<Row>().ToTable("Rows").HasKey(row => new { row.Id, row.Number });
    }

    private sealed class WithIndex : IMapping
    {
        public static void Map(ModelBuilder model)
        {
            Plain.Map(model);
            model.Entity<Row>().HasIndex(row => row.Text);
        }
    }

    private sealed class WithUniqueIndex : IMapping
    {
        public static void Map(ModelBuilder model)
        {
            Plain.Map(model);
            model.Entity<Row>().HasIndex(row => row.Text).IsUnique();
        }
    }

    private sealed class WithFilteredIndex : IMapping
    {
        public static void Map(ModelBuilder model)
        {
            Plain.Map(model);
            model.Entity<Row>().HasIndex(row => row.Text).HasFilter("\"Text\" IS NOT NULL");
        }
    }
}
