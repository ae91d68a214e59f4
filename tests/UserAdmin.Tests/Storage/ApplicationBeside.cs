using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace UserAdmin.Tests.Storage;

/// <summary>An application with its own tables and migrations, which uses EF Core's default migrations table.</summary>
public sealed class ApplicationBeside(DbContextOptions<ApplicationBeside> options) : DbContext(options)
{
    /// <summary>Opens the application on a database.</summary>
    public static ApplicationBeside On(string connectionString)
    {
        var options = new DbContextOptionsBuilder<ApplicationBeside>();
        TestProvider.Use(options, connectionString);
        return new(options.Options);
    }
}

/// <summary>The application's first migration.</summary>
[DbContext(typeof(ApplicationBeside))]
[Migration("20260101000000_Orders")]
public sealed class Orders : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("CREATE TABLE Orders (Id INTEGER PRIMARY KEY)");
}

/// <summary>A later migration.</summary>
[DbContext(typeof(ApplicationBeside))]
[Migration("20270101000000_Invoices")]
public sealed class Invoices : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("CREATE TABLE Invoices (Id INTEGER PRIMARY KEY)");
}
