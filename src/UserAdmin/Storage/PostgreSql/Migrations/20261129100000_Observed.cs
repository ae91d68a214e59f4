using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserAdmin.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Observed : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Not part of the model: only statements of our own and the triggers use it. Without a key, because a key
            // would make transactions of other programs wait for each other.
            migrationBuilder.Sql(
                """
                CREATE TABLE useradmin."Observed" ("Kind" text COLLATE "C" NOT NULL, "Id" text COLLATE "C" NOT NULL);
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DO $$ DECLARE f regprocedure; BEGIN
                FOR f IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'useradmin'::regnamespace
                    AND starts_with(p.proname, 'useradmin_') AND p.prorettype = 'trigger'::regtype
                LOOP EXECUTE format('DROP FUNCTION %s CASCADE', f); END LOOP; END $$;
                DROP TABLE useradmin."Observed";
                """
            );
        }
    }
}
