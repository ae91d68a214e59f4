using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserAdmin.Storage.Sqlite.Migrations.Write
{
    /// <inheritdoc />
    public partial class PasswordMark : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "PasswordMark",
                table: "UserProfiles",
                type: "TEXT",
                maxLength: 16,
                nullable: true);

            // Passwords from before count as set here: nothing is known of another application's.
            migrationBuilder.Sql("UPDATE UserProfiles SET PasswordMark = (SELECT substr(PasswordHash, -16) FROM AspNetUsers WHERE Id = UserId)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "PasswordMark",
                table: "UserProfiles");
        }
    }
}
