using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Web.Settings;

namespace UserAdmin.Web.Tests.Settings;

/// <summary>A form that shows the policy as it was at version 3.</summary>
public sealed class PolicyFormTests
{
    private readonly PolicyForm _form = new();

    public PolicyFormTests() => Merge(new Policy(), version: 3);

    [Fact]
    public void PolicyForm_WhenOthersChangeOtherFields_TakesTheirsAndMovesOn()
    {
        Field(nameof(Policy.SessionHours)).Value = "9";

        Merge(new Policy { LinkHours = 5 }, version: 5);

        _form.Wanted(new Policy()).ShouldBe(new Policy { SessionHours = 9, LinkHours = 5 });
        _form.SeenVersion.ShouldBe(5);
    }

    [Fact]
    public void PolicyForm_WhenOthersChangeATouchedField_NamesThemAndKeepsTheSeenVersion()
    {
        Field(nameof(Policy.SessionHours)).Value = "9";

        Merge(new Policy { SessionHours = 7, LinkHours = 5 }, version: 5);

        Field(nameof(Policy.SessionHours)).Overtaken.ShouldNotBeNull().By.ShouldBe("Ada Lovelace");
        // The other field is sent with its value at version 3, so it counts as unchanged.
        _form.Wanted(new Policy()).ShouldBe(new Policy { SessionHours = 9 });
        _form.SeenVersion.ShouldBe(3);
    }

    [Fact]
    public void PolicyForm_WhenRefusedAheadOfTheRow_WaitsForTheRowBeforeOverwriting()
    {
        var field = Field(nameof(Policy.SessionHours));
        field.Value = "9";
        _form.Refuse([new StaleEdit(field.Name, "7", "Bob", Rows.Now, 6, "Bob changed this.")]);
        _form.KeepMine(field);

        (_form.IsBehind, _form.SeenVersion).ShouldBe((true, 3));

        Merge(new Policy { SessionHours = 7, LinkHours = 5 }, version: 6);
        _form.Wanted(new Policy()).ShouldBe(new Policy { SessionHours = 9, LinkHours = 5 });
        (_form.IsBehind, _form.SeenVersion).ShouldBe((false, 6));
    }

    [Fact]
    public void PolicyForm_OfASwitch_ReadsAsOnOrOff()
    {
        var field = Field(nameof(Policy.ChecksBreachedPasswords));

        (field.Shown(bool.TrueString), field.Shown(bool.FalseString)).ShouldBe(("“on”", "“off”"));
    }

    private void Merge(Policy policy, long version) => _form.Merge(Rows.Policy(policy, version), version);

    private PolicyField Field(string name) => _form.Fields.Single(field => field.Name == name);
}
