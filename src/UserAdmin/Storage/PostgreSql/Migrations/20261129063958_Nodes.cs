using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace UserAdmin.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Nodes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Not part of the model: only statements of our own use them. Counts of attempts and the list of nodes are
            // not worth a write to disk.
            migrationBuilder.Sql(
                """
                CREATE TABLE useradmin."DataProtectionKeys" (
                    "Name" text COLLATE "C" PRIMARY KEY,
                    "Xml" text COLLATE "C" NOT NULL,
                    "AddedAt" timestamptz NOT NULL DEFAULT clock_timestamp()
                );
                CREATE TABLE useradmin."ImportStages" (
                    "ImportId" text COLLATE "C" PRIMARY KEY,
                    "HasUpload" boolean NOT NULL DEFAULT false,
                    "UploadBytes" bigint NOT NULL DEFAULT 0,
                    "HasRows" boolean NOT NULL DEFAULT false,
                    "RowBytes" bigint NOT NULL DEFAULT 0,
                    "IsJudged" boolean NOT NULL DEFAULT false,
                    "Attempt" integer NOT NULL DEFAULT 0,
                    "ChangedAt" timestamptz NOT NULL DEFAULT now()
                );
                CREATE TABLE useradmin."ImportUploads" (
                    "ImportId" text COLLATE "C",
                    "Part" integer,
                    "Bytes" bytea NOT NULL,
                    PRIMARY KEY ("ImportId", "Part")
                );
                ALTER TABLE useradmin."ImportUploads" ALTER COLUMN "Bytes" SET STORAGE EXTERNAL;
                CREATE TABLE useradmin."ImportRows" (
                    "ImportId" text COLLATE "C",
                    "Row" integer,
                    "Cells" text COLLATE "C" NOT NULL,
                    "Error" text COLLATE "C",
                    "CellErrors" text COLLATE "C",
                    PRIMARY KEY ("ImportId", "Row")
                );
                CREATE TABLE useradmin."ImportVerdicts" (
                    "ImportId" text COLLATE "C",
                    "Row" integer,
                    "Verdict" integer NOT NULL,
                    "UserId" text COLLATE "C",
                    "Code" text COLLATE "C",
                    "Reason" text COLLATE "C",
                    "Errors" text COLLATE "C",
                    "Changes" text COLLATE "C",
                    "Holds" boolean NOT NULL,
                    PRIMARY KEY ("ImportId", "Row")
                );
                CREATE INDEX ON useradmin."ImportVerdicts" ("ImportId", "Verdict", "Holds" DESC, "Row");
                CREATE INDEX ON useradmin."ImportVerdicts" ("ImportId", "Code", "Holds" DESC, "Row")
                    WHERE "Code" IS NOT NULL;
                CREATE INDEX ON useradmin."ImportVerdicts" ("ImportId", "Holds" DESC, "Row");
                CREATE UNLOGGED TABLE useradmin."Attempts" (
                    "Key" text COLLATE "C" PRIMARY KEY,
                    "Count" double precision NOT NULL,
                    "At" timestamptz NOT NULL
                );
                CREATE UNLOGGED TABLE useradmin."Nodes" (
                    "Id" text COLLATE "C" PRIMARY KEY,
                    "Machine" text COLLATE "C" NOT NULL,
                    "ProcessId" integer NOT NULL,
                    "Version" text COLLATE "C" NOT NULL,
                    "StartedAt" timestamptz NOT NULL,
                    "ReadPosition" bigint NOT NULL,
                    "IsLeader" boolean NOT NULL,
                    "SeenAt" timestamptz NOT NULL
                );
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP TABLE useradmin."DataProtectionKeys", useradmin."Attempts", useradmin."Nodes",
                    useradmin."ImportStages", useradmin."ImportUploads", useradmin."ImportRows",
                    useradmin."ImportVerdicts";
                """
            );
        }
    }
}
