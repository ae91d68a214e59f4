using UserAdmin.Imports;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Imports;

public sealed class ImportGuessTests
{
    private static readonly IReadOnlyList<AccountAttribute> _attributes = AccountAttribute.Of(
        [
            new("DeletedAt", "TEXT", ExtraColumnType.Moment, true, false, false),
            new("Balance", "TEXT", ExtraColumnType.Decimal, true, false, false),
        ],
        ["Balance"],
        new HashSet<string>()
    );

    [Fact]
    public void ExportOfTheApplicationsOwnColumns_DeletesNobody()
    {
        string[] titles = ["Email", "Deleted at", "Balance"];
        string[][] values =
        [
            ["ada@example.com"],
            ["2024-01-02T03:04:05Z"],
            ["12"],
        ];

        ImportGuess
            .Options(titles, values, _attributes, [], keysAreKept: true)
            .Columns.ShouldBe([ImportField.Email, null, new ImportField("attributes.Balance")]);
        ImportGuess.Options(titles, values, [], [], keysAreKept: true).Columns[1].ShouldBe(ImportField.Deleted);
    }

    // The number of a person is the key of a file that has no other, as it is in files of HR departments.
    [Theory]
    [InlineData("Personalnummer", null, "ExternalId")]
    [InlineData("Employee ID", null, "ExternalId")]
    [InlineData("Personalnummer", "External id", "EmployeeNumber")]
    [InlineData("Staff number", "objectGUID", "EmployeeNumber")]
    [InlineData("employeeNumber", null, "EmployeeNumber")]
    [InlineData("Employee number", null, "EmployeeNumber")]
    public void NumberOfThePerson_IsTheKey_UnlessThereIsOneOrItIsCalledAsHere(
        string title,
        string? key,
        string field
    ) =>
        ImportGuess.Columns(key is null ? ["Email", title] : ["Email", title, key])[1].ShouldBe(new ImportField(field));

    [Theory]
    [InlineData("Division", "Division")]
    [InlineData("Bereich", "Department")]
    [InlineData("Geschäftsbereich", "Division")]
    [InlineData("Cost Center", "CostCenter")]
    [InlineData("Kostenstelle", "CostCenter")]
    [InlineData("Company", "Organization")]
    [InlineData("会社名", "Organization")]
    public void PlaceInTheCompany_IsKnownByItsUsualTitles(string title, string field) =>
        ImportGuess.Columns(["Email", title])[1].ShouldBe(new ImportField(field));

    [Theory]
    [InlineData("", "Email")]
    [InlineData("E-17", "ExternalId")]
    public void Rows_AreMatchedOnAColumnThatHasValues(string externalId, string matchedOn) =>
        ImportGuess
            .Options(
                ["External id", "Email"],
                [externalId.Length > 0 ? [externalId] : [], ["ada@example.com"]],
                [],
                externalId.Length > 0 ? [] : [0],
                keysAreKept: true
            )
            .MatchOn.ShouldBe(new ImportField(matchedOn));
}
