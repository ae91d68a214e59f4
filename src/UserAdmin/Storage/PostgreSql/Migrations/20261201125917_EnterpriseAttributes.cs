using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserAdmin.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class EnterpriseAttributes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "CostCenter",
                schema: "useradmin",
                table: "UserProfiles",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "Division",
                schema: "useradmin",
                table: "UserProfiles",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "EmployeeNumber",
                schema: "useradmin",
                table: "UserProfiles",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "ManagerId",
                schema: "useradmin",
                table: "UserProfiles",
                type: "character varying(450)",
                maxLength: 450,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "Organization",
                schema: "useradmin",
                table: "UserProfiles",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true,
                collation: "C");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "CostCenter",
                schema: "useradmin",
                table: "UserProfiles");

            migrationBuilder.DropColumn(
                name: "Division",
                schema: "useradmin",
                table: "UserProfiles");

            migrationBuilder.DropColumn(
                name: "EmployeeNumber",
                schema: "useradmin",
                table: "UserProfiles");

            migrationBuilder.DropColumn(
                name: "ManagerId",
                schema: "useradmin",
                table: "UserProfiles");

            migrationBuilder.DropColumn(
                name: "Organization",
                schema: "useradmin",
                table: "UserProfiles");
        }
    }
}
