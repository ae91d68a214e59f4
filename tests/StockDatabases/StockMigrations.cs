using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace UserAdmin.StockDatabases;

/// <summary>
/// The migration "Initial" that EF Core's own migrator applies, and "Grown" if the shape says so. Their operations are
/// what <c>dotnet ef migrations add</c> would write into files for these models.
/// </summary>
internal sealed class StockMigrations(ICurrentDbContext current, IDesignTimeModel model, IMigrationsModelDiffer differ)
    : IMigrationsAssembly
{
    private const string InitialId = "20240102030405_Initial";
    private const string GrownId = "20250102030405_Grown";

    public IReadOnlyDictionary<string, TypeInfo> Migrations { get; } =
        ((IStockShaped)current.Context).Shape.From is null
            ? new Dictionary<string, TypeInfo> { [InitialId] = typeof(Initial).GetTypeInfo() }
            : new Dictionary<string, TypeInfo>
            {
                [InitialId] = typeof(Initial).GetTypeInfo(),
                [GrownId] = typeof(Grown).GetTypeInfo(),
            };

    public ModelSnapshot? ModelSnapshot => null;

    public Assembly Assembly => current.Context.GetType().Assembly;

    public string? FindMigrationId(string nameOrId) =>
        Migrations.Keys.FirstOrDefault(id => id == nameOrId || id.EndsWith($"_{nameOrId}", StringComparison.Ordinal));

    public Migration CreateMigration(TypeInfo migrationClass, string activeProvider)
    {
        using var before = ((IStockShaped)current.Context).Before();
        var first = before?.GetService<IDesignTimeModel>().Model ?? model.Model;
        return migrationClass == typeof(Initial)
            ? new Initial(first, differ) { ActiveProvider = activeProvider }
            : new Grown(first, model.Model, differ) { ActiveProvider = activeProvider };
    }

    [Migration(InitialId)]
    private sealed class Initial(IModel model, IMigrationsModelDiffer differ) : Migration
    {
        public override IReadOnlyList<MigrationOperation> UpOperations =>
            differ.GetDifferences(null, model.GetRelationalModel());

        public override IModel TargetModel => model;

        protected override void Up(MigrationBuilder migrationBuilder) { }
    }

    [Migration(GrownId)]
    private sealed class Grown(IModel before, IModel model, IMigrationsModelDiffer differ) : Migration
    {
        public override IReadOnlyList<MigrationOperation> UpOperations =>
            differ.GetDifferences(before.GetRelationalModel(), model.GetRelationalModel());

        public override IModel TargetModel => model;

        protected override void Up(MigrationBuilder migrationBuilder) { }
    }
}
