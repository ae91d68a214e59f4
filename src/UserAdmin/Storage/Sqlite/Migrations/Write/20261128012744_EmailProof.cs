using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserAdmin.Storage.Sqlite.Migrations.Write
{
    /// <inheritdoc />
    public partial class EmailProof : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "EmailNeedsProof",
                table: "UserProfiles",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            // Who set an address before this version could mark it stands in the log. Whether they might set passwords then does not:
            // asking for one confirmation too many is the safe side.
            migrationBuilder.Sql(
                """
                UPDATE "UserProfiles" SET "EmailNeedsProof" = 1
                WHERE "UserId" IN (SELECT "SubjectId" FROM "EventLog" WHERE "Type" = 'UserEmailChanged' AND "ActorId" <> "SubjectId")
                  AND "UserId" IN (SELECT "Id" FROM "AspNetUsers" WHERE NOT "EmailConfirmed")
                """);

            migrationBuilder.CreateTable(
                name: "PasswordResetRequests",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    Typed = table.Column<string>(type: "TEXT", nullable: false),
                    IpAddress = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PasswordResetRequests", x => x.Id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PasswordResetRequests");

            migrationBuilder.DropColumn(
                name: "EmailNeedsProof",
                table: "UserProfiles");
        }
    }
}
