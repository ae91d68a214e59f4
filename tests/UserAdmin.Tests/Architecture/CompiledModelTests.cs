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
using UserAdmin.Storage;
using UserAdmin.Storage.Sqlite;

namespace UserAdmin.Tests.Architecture;

/// <summary>src/UserAdmin/CompiledModels is what EF Core generates from the mappings.</summary>
public sealed partial class CompiledModelTests
{
    private static readonly string _folder = Path.Combine(SourceFiles.Root, "src/UserAdmin/CompiledModels");

    [Fact]
    public void CompiledModels_Always_EqualTheMappings()
    {
        var expected = Generate();
        var actual = Directory.EnumerateFiles(_folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
        if (Environment.GetEnvironmentVariable("USERADMIN_WRITE_MODELS") == "1")
        {
            foreach (var file in actual.Keys.Except(expected.Keys))
            {
                File.Delete(Path.Combine(_folder, file));
            }

            foreach (var (file, text) in expected)
            {
                File.WriteAllText(Path.Combine(_folder, file), text);
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
            Generate(write, folder.FullName);
            using var read = new ReadContext(SqliteReadTables.Options("Data Source=:memory:"));
            Generate(read, folder.FullName);
            return folder
                .EnumerateFiles()
                .ToDictionary(file => file.Name, file => Tidy(File.ReadAllText(file.FullName)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Generate(DbContext context, string folder)
    {
        var services = new ServiceCollection()
            .AddEntityFrameworkDesignTimeServices()
            .AddDbContextDesignTimeServices(context);
        new SqliteDesignTimeServices().ConfigureDesignTimeServices(services);
        using var provider = services.BuildServiceProvider();
        using var scope = provider.CreateScope();
        scope
            .ServiceProvider.GetRequiredService<ICompiledModelScaffolder>()
            .ScaffoldModel(
                context.GetService<IDesignTimeModel>().Model,
                folder,
                new CompiledModelCodeGenerationOptions
                {
                    ContextType = context.GetType(),
                    ModelNamespace = "UserAdmin.CompiledModels",
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
