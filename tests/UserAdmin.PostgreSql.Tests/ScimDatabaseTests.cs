using Npgsql;
using UserAdmin.Tests;

namespace UserAdmin.Web.Tests.Scim;

/// <summary>The tests of SCIM that are compiled here, too, do write to the server.</summary>
public sealed class ScimDatabaseTests(ScimServer server) : IClassFixture<ScimServer>
{
    [Fact]
    public async Task Users_AreOnTheServer()
    {
        var id = await server.UserAsync("somebody@server.example");

        await using var connection = new NpgsqlConnection(await TestProvider.ConnectionStringAsync(server.Data));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            """SELECT "UserName" FROM "AspNetUsers" WHERE "Id" = $1""",
            connection
        );
        command.Parameters.Add(new() { Value = id });
        (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe("somebody@server.example");
    }
}
