using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserAdmin.Storage.Sqlite.Migrations.Write
{
    /// <inheritdoc />
    public partial class Observed : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Not part of the model: only statements of our own and the triggers use them. The first is the queue of
            // rows that other programs changed; the second has a row while a transaction of ours writes.
            migrationBuilder.Sql(
                """
                CREATE TABLE "UserAdmin_Observed" ("Kind" TEXT NOT NULL, "Id" TEXT NOT NULL);
                CREATE TABLE "UserAdmin_Own" ("Id" INTEGER PRIMARY KEY);
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            const string Tables = "Users Roles UserRoles UserClaims UserLogins UserTokens UserPasskeys RoleClaims";
            foreach (var table in Tables.Split(' '))
            {
                foreach (var what in new[] { "INSERT", "UPDATE", "DELETE" })
                {
                    migrationBuilder.Sql($"DROP TRIGGER IF EXISTS \"UserAdmin_AspNet{table}_{what}\";");
                }
            }

            migrationBuilder.Sql("""DROP TABLE "UserAdmin_Observed"; DROP TABLE "UserAdmin_Own";""");
        }
    }
}
