using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Copying;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Copying;

/// <summary>Databases to copy from and to, each named by a temporary folder.</summary>
internal sealed class CopyFolders : IAsyncDisposable
{
    private static readonly SemaphoreSlim _turn = new(1);
    private static string? _made;

    private readonly List<string> _folders = [];
    private readonly List<ServiceProvider> _services = [];

    /// <summary>Returns the folder of a new, empty database.</summary>
    public async Task<string> EmptyAsync()
    {
        TestProvider.SkipIfMissing();
        _folders.Add(Directory.CreateTempSubdirectory("useradmin-test-").FullName);
        await TestProvider.EnsureCreatedAsync(_folders[^1]);
        return _folders[^1];
    }

    /// <summary>Returns the folder of a database with users; <c>ada</c> has a password.</summary>
    /// <param name="isFull">Whether every table gets rows, of which not all make sense to the program.</param>
    public async Task<string> SeededAsync(bool isFull = true)
    {
        TestProvider.SkipIfMissing();
        await _turn.WaitAsync();
        try
        {
            _made ??= await MakeAsync();
        }
        finally
        {
            _turn.Release();
        }

        var folder = Directory.CreateTempSubdirectory("useradmin-test-").FullName;
        _folders.Add(folder);
        foreach (var file in Directory.GetFiles(_made, "write.db"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        await TestProvider.CopyAsync(_made, folder);
        if (isFull)
        {
            CopyRows.Fill(await SideAsync(folder));
        }

        return folder;
    }

    /// <summary>Returns a database as a copy sees it.</summary>
    public async Task<ICopySide> SideAsync(string folder) => Side(await TestProvider.ConnectionStringAsync(folder));

    /// <summary>Returns a database as a copy sees it.</summary>
    public ICopySide Side(string connectionString) => Services(connectionString).GetRequiredService<ICopySide>();

    /// <summary>Returns the program's services on a database.</summary>
    public ServiceProvider Services(string connectionString)
    {
        _services.Add(UserAdminCopy.Services("--from", connectionString));
        return _services[^1];
    }

    /// <summary>Copies, a few rows in each transaction.</summary>
    public static CopyReport Copy(ICopySide from, ICopySide to) =>
        new DatabaseCopy(from, to, _ => { }, rowsPerCommit: 7).Run(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var services in _services)
        {
            await services.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var folder in _folders)
        {
            await TestProvider.DropAsync(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    // Once, because the commands take most of the time of a test.
    private static async Task<string> MakeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("useradmin-test-seeded-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        await using (var host = await TestHost.StartAsync(follow: false, directory: folder))
        {
            await host.CreateAdministratorAsync("ada");
            await host.CreateActorAsync("bob", "users.read");
            foreach (var i in Enumerable.Range(0, 30))
            {
                await host.CreateUserAsync($"user{i}");
            }
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        TestProvider.ClearPools();
        return folder;
    }
}
