using Microsoft.Data.Sqlite;
using UserAdmin.Storage;
using UserAdmin.Storage.Sqlite;

namespace UserAdmin.Tests.Storage.Sqlite;

/// <summary>A connection that uses its prepared statements again.</summary>
public sealed class PreparedConnectionTests : IDisposable
{
    private const string Insert = "INSERT INTO Pets VALUES (@id, @name)";
    private const string Select = "SELECT * FROM Pets WHERE Id >= @id ORDER BY Id";

    private readonly PreparedConnection _connection = new("Data Source=:memory:");

    public PreparedConnectionTests()
    {
        _connection.Open();
        Execute("CREATE TABLE Pets (Id INTEGER PRIMARY KEY, Name TEXT)");
        Execute(Insert, ("@id", 1), ("@name", "Rex"));
        Execute(Insert, ("@id", 2), ("@name", null));
    }

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Command_OfTheSameText_UsesTheStatementAgainWithItsOwnValues()
    {
        var statement = _connection.Take(Insert);
        _connection.GiveBack(statement);

        Execute(Insert, ("@id", 3), ("@name", "Tom"));

        _connection.Take(Insert).ShouldBeSameAs(statement);
        Names().ShouldBe(["Rex", null, "Tom"]);
    }

    [Fact]
    public void Command_InsideTheReaderOfAnotherOfTheSameText_DoesNotDisturbIt()
    {
        using var outer = _connection.Command(null, Select, ("@id", 1));
        using var rows = outer.ExecuteReader();
        rows.Read().ShouldBeTrue();

        Names().ShouldBe(["Rex", null]);

        rows.Read().ShouldBeTrue();
        rows.GetInt64(0).ShouldBe(2);
    }

    [Fact]
    public void Command_ThatIsDisposedBeforeItsReader_DoesNotGiveTheStatementAway()
    {
        var forgetful = _connection.Command(null, Select, ("@id", 1));
        var rows = forgetful.ExecuteReader();
        forgetful.Dispose();

        Names().ShouldBe(["Rex", null]);
        rows.Dispose();
    }

    [Fact]
    public void Command_ThatFailed_CanBeExecutedAgain()
    {
        Should.Throw<SqliteException>(() => Execute(Insert, ("@id", 1), ("@name", "Twin")));

        Execute(Insert, ("@id", 4), ("@name", "Kit"));

        Names().ShouldBe(["Rex", null, "Kit"]);
    }

    [Fact]
    public void Command_WhoseTextIsChanged_ExecutesTheNewText()
    {
        using var command = _connection.Command(null, "SELECT count(*) FROM Pets");
        command.ExecuteScalar().ShouldBe(2L);

        command.CommandText = "SELECT max(Id) + 40 FROM Pets";

        command.ExecuteScalar().ShouldBe(42L);
    }

    [Fact]
    public void Command_AfterAChangeOfTheTable_SeesTheNewColumn()
    {
        Names().Count.ShouldBe(2);

        Execute("ALTER TABLE Pets ADD COLUMN Age INTEGER DEFAULT 7");

        using var command = _connection.Command(null, Select, ("@id", 1));
        using var rows = command.ExecuteReader();
        rows.Read().ShouldBeTrue();
        rows.GetInt64(2).ShouldBe(7);
    }

    [Fact]
    public void Connection_ThatIsOpenedAgain_HasNoStatementsOfBefore()
    {
        var statement = _connection.Take(Select);
        _connection.GiveBack(statement);

        _connection.Close();
        _connection.Open();

        Should.Throw<SqliteException>(Names).Message.ShouldContain("no such table");
        _connection.Take(Select).ShouldNotBeSameAs(statement);
    }

    private void Execute(string sql, params ReadOnlySpan<(string, object?)> parameters)
    {
        using var command = _connection.Command(null, sql, parameters);
        command.ExecuteNonQuery();
    }

    private List<string?> Names()
    {
        using var command = _connection.Command(null, Select, ("@id", 1));
        using var rows = command.ExecuteReader();
        var names = new List<string?>();
        while (rows.Read())
        {
            names.Add(rows.IsDBNull(1) ? null : rows.GetString(1));
        }

        return names;
    }
}
