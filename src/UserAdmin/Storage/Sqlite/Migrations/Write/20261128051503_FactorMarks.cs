using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserAdmin.Storage.Sqlite.Migrations.Write
{
    /// <inheritdoc />
    public partial class FactorMarks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "AuthenticatorMark",
                table: "UserProfiles",
                type: "TEXT",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RecoveryCodesMark",
                table: "UserProfiles",
                type: "TEXT",
                maxLength: 16,
                nullable: true);

            // What is there from before counts as set here: nothing is known of another application's. The function is the program's (SqliteMarks).
            foreach (var (mark, token) in new[] { ("AuthenticatorMark", "AuthenticatorKey"), ("RecoveryCodesMark", "RecoveryCodes") })
            {
                migrationBuilder.Sql(
                    $"UPDATE UserProfiles SET {mark} = COALESCE((SELECT ua_mark(t.UserId, t.Value) FROM AspNetUserTokens t "
                    + $"WHERE t.UserId = UserProfiles.UserId AND t.LoginProvider = '[AspNetUserStore]' AND t.Name = '{token}'), '')");
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "AuthenticatorMark",
                table: "UserProfiles");

            migrationBuilder.DropColumn(
                name: "RecoveryCodesMark",
                table: "UserProfiles");
        }
    }
}
