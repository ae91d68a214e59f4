using UserAdmin.StockDatabases;
using UserAdmin.Storage;
using UserAdmin.Tests.Attaching;

namespace UserAdmin.Tests.Attached;

/// <summary>Tables that the application has changed so much that they are no longer those that were attached.</summary>
public sealed class UnfitTablesTests : IAsyncLifetime
{
    private StockFolder _folder = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _folder = await StockFolder.CreateAsync(new(TestProvider.Stock, 2, StockKey.Int), accounts: 3);
        UserAdminAttach.Attach(_folder.Connection, _folder.Examine().Shape.ShouldNotBeNull());
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Start_WithTablesThatDoNotFit_SaysWhatToDo_AndDetachingWorks()
    {
        var attached = (await TestProvider.SchemaAsync(_folder.Directory)).Length;

        // All names are written in another way: the tables are still the same.
        _folder.Run("ALTER TABLE \"AspNetUsers\" RENAME COLUMN \"PhoneNumber\" TO phone_number");
        (await RefusalAsync()).ShouldBeNull();
        _folder.Run("ALTER TABLE \"AspNetUsers\" RENAME COLUMN phone_number TO telephone");
        (await RefusalAsync()).ShouldNotBeNull().ShouldContain("needs the column \"PhoneNumber\"");
        _folder.Run("ALTER TABLE \"AspNetUsers\" RENAME COLUMN telephone TO \"PhoneNumber\"");
        _folder.Run("ALTER TABLE \"AspNetUserClaims\" RENAME TO \"Facts\"");
        (await RefusalAsync()).ShouldNotBeNull().ShouldContain("no longer has it");
        _folder.Run("ALTER TABLE \"Facts\" RENAME TO \"AspNetUserClaims\"");
        _folder.Run(
            "CREATE TABLE \"AspNetUserPasskeys\" (\"CredentialId\" varchar(9), \"UserId\" integer REFERENCES "
                + "\"AspNetUsers\", \"Data\" text)"
        );
        (await RefusalAsync()).ShouldBeNull();
        _folder.Run(
            $"INSERT INTO {TestProvider.StandIn("AspNetUserPasskeys")} (\"CredentialId\", \"UserId\", \"Data\") VALUES "
                + $"({TestProvider.Bytes}, 1, '{{}}')"
        );
        var refusal = (await RefusalAsync()).ShouldNotBeNull();
        refusal.ShouldContain("in a table of its own");
        refusal.ShouldContain("Detach the database and attach it again");

        UserAdminAttach.Detach(_folder.Connection);
        (await TestProvider.SchemaAsync(_folder.Directory)).Length.ShouldBeLessThan(attached);
        _folder.Examine().Shape.ShouldNotBeNull().SchemaVersion.ShouldBe(3);
    }

    private async Task<string?> RefusalAsync()
    {
        // One that was refused has nothing to dispose of.
        var host = await TestHost.UnpreparedAsync(_folder.Directory);
        try
        {
            host.Get<IAttachedDatabase>().Shape.ShouldNotBeNull();
            await host.DisposeAsync();
            return null;
        }
        catch (StartupException refused)
        {
            return refused.Message;
        }
    }
}
