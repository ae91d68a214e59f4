using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserAdmin.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class ClientIds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ClientIds",
                schema: "useradmin",
                table: "UserProfiles",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "ClientIds",
                schema: "useradmin",
                table: "RoleProfiles",
                type: "text",
                nullable: true,
                collation: "C");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ClientIds",
                schema: "useradmin",
                table: "UserProfiles");

            migrationBuilder.DropColumn(
                name: "ClientIds",
                schema: "useradmin",
                table: "RoleProfiles");
        }
    }
}
