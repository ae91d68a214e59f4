using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserAdmin.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class ViewLists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_SavedViews_OwnerId_NormalizedName",
                schema: "useradmin",
                table: "SavedViews");

            migrationBuilder.AddColumn<string>(
                name: "List",
                schema: "useradmin",
                table: "SavedViews",
                type: "text",
                nullable: false,
                defaultValue: "Users",
                collation: "C");

            migrationBuilder.CreateIndex(
                name: "IX_SavedViews_OwnerId_List_NormalizedName",
                schema: "useradmin",
                table: "SavedViews",
                columns: new[] { "OwnerId", "List", "NormalizedName" },
                unique: true,
                filter: "NOT \"IsDeleted\"");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_SavedViews_OwnerId_List_NormalizedName",
                schema: "useradmin",
                table: "SavedViews");

            migrationBuilder.DropColumn(
                name: "List",
                schema: "useradmin",
                table: "SavedViews");

            migrationBuilder.CreateIndex(
                name: "IX_SavedViews_OwnerId_NormalizedName",
                schema: "useradmin",
                table: "SavedViews",
                columns: new[] { "OwnerId", "NormalizedName" },
                unique: true,
                filter: "NOT \"IsDeleted\"");
        }
    }
}
