using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserAdmin.Storage.Sqlite.Migrations.Write
{
    /// <inheritdoc />
    public partial class ViewLists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_SavedViews_OwnerId_NormalizedName",
                table: "SavedViews");

            migrationBuilder.AddColumn<string>(
                name: "List",
                table: "SavedViews",
                type: "TEXT",
                nullable: false,
                defaultValue: "Users");

            migrationBuilder.CreateIndex(
                name: "IX_SavedViews_OwnerId_List_NormalizedName",
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
                table: "SavedViews");

            migrationBuilder.DropColumn(
                name: "List",
                table: "SavedViews");

            migrationBuilder.CreateIndex(
                name: "IX_SavedViews_OwnerId_NormalizedName",
                table: "SavedViews",
                columns: new[] { "OwnerId", "NormalizedName" },
                unique: true,
                filter: "NOT \"IsDeleted\"");
        }
    }
}
