using Microsoft.Data.Sqlite;
using UserAdmin.Users;

namespace UserAdmin.Benchmarks.Raw;

/// <summary>The queries of users as raw statements: the same columns into the same objects.</summary>
internal sealed class RawUsers : IDisposable
{
    private const string Columns =
        """
        "Id", "DisplayName", "UserName", "Email", "EmailConfirmed", "GivenName", "FamilyName", "JobTitle", "Department", "PhoneNumber", "Locale", "TimeZone",
        "Roles", "HasPassword", "DisabledAt", "LockedUntil", "LastSignInAt", "CreatedAt", "ChangedAt", "Version"
        """;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _byId;
    private readonly SqliteCommand _count;
    private readonly SqliteCommand _page;
    private readonly SqliteCommand _foundCount;
    private readonly SqliteCommand _foundPage;

    /// <param name="connection">To a copy of the read model, which gets the keys and the index that these statements want; this object's own from now on.</param>
    public RawUsers(SqliteConnection connection)
    {
        _connection = connection;
        connection.CreateFunction<string, string>("fold", UserText.Fold);
        connection.Execute(
            """
            ALTER TABLE "Users" ADD COLUMN "NameKey" TEXT;
            ALTER TABLE "Users" ADD COLUMN "SearchText" TEXT;
            UPDATE "Users" SET "NameKey" = fold("DisplayName"), "SearchText" = fold("DisplayName" || char(10) || "UserName" || char(10) || "Email");
            CREATE INDEX "IX_NameKey" ON "Users" ("NameKey", "Id");
            """);
        _byId = connection.Statement($"SELECT {Columns} FROM \"Users\" WHERE \"Id\" = @id", "@id");
        _count = connection.Statement("SELECT COUNT(*) FROM \"Users\"");
        _page = connection.Statement($"SELECT {Columns} FROM \"Users\" ORDER BY \"NameKey\", \"Id\" LIMIT @take OFFSET 0", "@take");
        _foundCount = connection.Statement("SELECT COUNT(*) FROM \"Users\" WHERE \"SearchText\" LIKE @pattern ESCAPE '\\'", "@pattern");
        _foundPage = connection.Statement(
            $"SELECT {Columns} FROM \"Users\" WHERE \"SearchText\" LIKE @pattern ESCAPE '\\' ORDER BY \"NameKey\", \"Id\" LIMIT @take OFFSET 0", "@pattern", "@take");
    }

    public UserRow? Get(string id) => Read(_byId.With(id)) is [var row] ? row : null;

    public (long Total, List<UserRow> Items) FirstPage(int take) => ((long)_count.ExecuteScalar()!, Read(_page.With(take)));

    public (long Total, List<UserRow> Items) Search(string word, int take) =>
        ((long)_foundCount.With($"%{word}%").ExecuteScalar()!, Read(_foundPage.With($"%{word}%", take)));

    public void Dispose()
    {
        foreach (var command in (ReadOnlySpan<SqliteCommand>)[_byId, _count, _page, _foundCount, _foundPage])
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private static List<UserRow> Read(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        var rows = new List<UserRow>();
        while (reader.Read())
        {
            rows.Add(new UserRow
            {
                Id = reader.GetString(0),
                DisplayName = reader.GetString(1),
                UserName = reader.GetString(2),
                Email = reader.GetString(3),
                EmailConfirmed = reader.GetBoolean(4),
                GivenName = Text(reader, 5),
                FamilyName = Text(reader, 6),
                JobTitle = Text(reader, 7),
                Department = Text(reader, 8),
                PhoneNumber = Text(reader, 9),
                Locale = Text(reader, 10),
                TimeZone = Text(reader, 11),
                Roles = reader.GetString(12),
                HasPassword = reader.GetBoolean(13),
                DisabledAt = Moment(reader, 14),
                LockedUntil = Moment(reader, 15),
                LastSignInAt = Moment(reader, 16),
                CreatedAt = Moment(reader, 17)!.Value,
                ChangedAt = Moment(reader, 18)!.Value,
                Version = reader.GetInt64(19),
            });
        }

        return rows;
    }

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? Moment(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : new DateTimeOffset(reader.GetInt64(column), TimeSpan.Zero);
}
