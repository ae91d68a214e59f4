using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Scaffolding;
#pragma warning disable EF1001 // `dotnet ef dbcontext optimize` does the same, but makes the types public.
using Microsoft.EntityFrameworkCore.Sqlite.Design.Internal;
using Microsoft.Extensions.DependencyInjection;
using Npgsql.EntityFrameworkCore.PostgreSQL.Design.Internal;
using UserAdmin.Storage;
using UserAdmin.Storage.PostgreSql;
using UserAdmin.Storage.Sqlite;

namespace UserAdmin.Tests.Architecture;

/// <summary>src/UserAdmin/CompiledModels is what EF Core generates from the mappings.</summary>
public sealed partial class CompiledModelTests
{
    private const string Namespace = "UserAdmin.CompiledModels";

    private static readonly string _folder = Path.Combine(SourceFiles.Root, "src/UserAdmin/CompiledModels");

    [Fact]
    public void CompiledModels_Always_EqualTheMappings()
    {
        var expected = Generate();
        var actual = Read(_folder);
        if (Environment.GetEnvironmentVariable("USERADMIN_WRITE_MODELS") == "1")
        {
            foreach (var file in actual.Keys.Except(expected.Keys))
            {
                File.Delete(Path.Combine(_folder, file));
            }

            foreach (var (file, text) in expected)
            {
                var path = Path.Combine(_folder, file);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, text);
            }
        }

        expected
            .Keys.Union(actual.Keys)
            .Where(file => expected.GetValueOrDefault(file) != actual.GetValueOrDefault(file))
            .ShouldBeEmpty("Run this test with USERADMIN_WRITE_MODELS=1 in the environment: it writes the files.");
    }

    private static Dictionary<string, string> Generate()
    {
        var folder = Directory.CreateTempSubdirectory("useradmin-test-");
        try
        {
            using var write = new WriteContextDesign().CreateDbContext([]);
            Generate(write, new SqliteDesignTimeServices(), folder.FullName, Namespace);
            using var read = new ReadContext(SqliteReadTables.Options("Data Source=:memory:"));
            Generate(read, new SqliteDesignTimeServices(), folder.FullName, Namespace);
            // Its types have the names of those of the write model on SQLite.
            using var onServer = new PostgreSqlDesign().CreateDbContext([]);
            Generate(
                onServer,
                new NpgsqlDesignTimeServices(),
                Path.Combine(folder.FullName, "PostgreSql"),
                $"{Namespace}.PostgreSql"
            );
            return Read(folder.FullName).ToDictionary(file => file.Key, file => Tidy(file.Value));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Dictionary<string, string> Read(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllText);

    private static void Generate(DbContext context, IDesignTimeServices provider, string folder, string modelNamespace)
    {
        var services = new ServiceCollection()
            .AddEntityFrameworkDesignTimeServices()
            .AddDbContextDesignTimeServices(context);
        provider.ConfigureDesignTimeServices(services);
        using var built = services.BuildServiceProvider();
        using var scope = built.CreateScope();
        scope
            .ServiceProvider.GetRequiredService<ICompiledModelScaffolder>()
            .ScaffoldModel(
                context.GetService<IDesignTimeModel>().Model,
                folder,
                new CompiledModelCodeGenerationOptions
                {
                    ContextType = context.GetType(),
                    ModelNamespace = modelNamespace,
                    Language = "C#",
                    UseNullableReferenceTypes = true,
                }
            );
    }

    private static string Tidy(string text)
    {
        // Only what a page needs is public.
        text = text.Replace("public partial class", "internal partial class", StringComparison.Ordinal);
        // EF Core gives each model a random id, by which it caches; the same model has the same id here.
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(ModelId().Replace(text, ""))).AsSpan(0, 16));
        return ModelId().Replace(text, $"modelId: new Guid(\"{id}\")");
    }

    [GeneratedRegex("modelId: new Guid\\(\"[0-9a-f-]+\"\\)")]
    private static partial Regex ModelId();
}
