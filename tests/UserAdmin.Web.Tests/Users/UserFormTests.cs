using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Users;

namespace UserAdmin.Web.Tests.Users;

public sealed class UserFormTests
{
    private readonly UserForm _form = new();

    public UserFormTests() => Merge(Rows.Ada(version: 7));

    [Fact]
    public void UserForm_WhenNothingWasTouched_ChangesNothing()
    {
        _form.IsDirty.ShouldBeFalse();
        _form.Changes("ada").ShouldBeEmpty();
    }

    [Fact]
    public void UserForm_WhenOneProfileFieldWasTouched_SendsTheWholeProfileAsItWasSeen()
    {
        _form.JobTitle.Value = "Countess";

        _form.Changes("ada").ShouldBe([new UpdateUserProfile("ada", "Ada Lovelace", 7) { JobTitle = "Countess", Department = "Engines" }]);
    }

    [Fact]
    public void UserForm_WhenEveryKindWasTouched_SendsACommandForEach()
    {
        (_form.DisplayName.Value, _form.UserName.Value, _form.Email.Value, _form.PhoneNumber.Value) = ("Ada", "countess", "a@b.c", "+44");

        _form.Changes("ada").Select(command => command.GetType()).ShouldBe(
            [typeof(UpdateUserProfile), typeof(ChangeUserName), typeof(ChangeUserEmail), typeof(ChangeUserPhone)]);
    }

    [Fact]
    public void UserForm_WhenAFieldWasEmptied_SendsNone()
    {
        _form.JobTitle.Value = "";

        _form.Changes("ada").ShouldBe([new UpdateUserProfile("ada", "Ada Lovelace", 7) { Department = "Engines" }]);
    }

    [Fact]
    public void UserForm_WhenOthersChangeOtherFields_TakesTheirsQuietlyAndMovesOn()
    {
        _form.JobTitle.Value = "Countess";

        Merge(Rows.Ada(version: 9).With(row => row.Department, "Looms").With(row => row.Email, "new@example.org"));

        _form.Department.Value.ShouldBe("Looms");
        _form.Department.QuietChanges.ShouldBe(1);
        _form.Email.Value.ShouldBe("new@example.org");
        _form.JobTitle.Value.ShouldBe("Countess");
        _form.JobTitle.Overtaken.ShouldBeNull();
        _form.Changes("ada").ShouldBe([new UpdateUserProfile("ada", "Ada Lovelace", 9) { JobTitle = "Countess", Department = "Looms" }]);
    }

    [Fact]
    public void UserForm_WhenOthersChangeATouchedField_KeepsTheTextAndTheSeenVersion()
    {
        _form.JobTitle.Value = "Countess";

        Merge(Rows.Ada(version: 9).With(row => row.JobTitle, "Poet").With(row => row.Department, "Looms"));

        _form.JobTitle.Value.ShouldBe("Countess");
        _form.JobTitle.Overtaken.ShouldNotBeNull().Theirs.ShouldBe("Poet");
        _form.Department.Value.ShouldBe("Looms");
        // Sent as it was at version 7, the department counts as untouched there; “Looms” would count as this person's change.
        _form.Changes("ada").ShouldBe([new UpdateUserProfile("ada", "Ada Lovelace", 7) { JobTitle = "Countess", Department = "Engines" }]);
    }

    [Fact]
    public void UserForm_WhenOneKindIsOvertaken_MovesOnWithTheOthers()
    {
        (_form.Email.Value, _form.PhoneNumber.Value) = ("mine@example.org", "+44");

        Merge(Rows.Ada(version: 9).With(row => row.Email, "theirs@example.org"));

        _form.Changes("ada").ShouldBe([new ChangeUserEmail("ada", "mine@example.org", 7), new ChangeUserPhone("ada", "+44", 9)]);
    }

    [Fact]
    public void UserForm_WhenKeepingMine_OverwritesKnowingly()
    {
        _form.JobTitle.Value = "Countess";
        Merge(Rows.Ada(version: 9).With(row => row.JobTitle, "Poet").With(row => row.Department, "Looms"));

        _form.KeepMine(_form.JobTitle);

        _form.JobTitle.Overtaken.ShouldBeNull();
        _form.Changes("ada").ShouldBe([new UpdateUserProfile("ada", "Ada Lovelace", 9) { JobTitle = "Countess", Department = "Looms" }]);
    }

    [Fact]
    public void UserForm_WhenTakingTheirs_HasNothingToSave()
    {
        _form.JobTitle.Value = "Countess";
        Merge(Rows.Ada(version: 9).With(row => row.JobTitle, "Poet"));

        _form.TakeTheirs(_form.JobTitle);

        _form.JobTitle.Value.ShouldBe("Poet");
        _form.IsDirty.ShouldBeFalse();
    }

    [Fact]
    public void UserForm_WhenTwoFieldsAreOvertaken_MovesOnOnlyAfterBothAreDecided()
    {
        (_form.JobTitle.Value, _form.Department.Value) = ("Countess", "Court");
        Merge(Rows.Ada(version: 9).With(row => row.JobTitle, "Poet").With(row => row.Department, "Looms"));

        _form.KeepMine(_form.JobTitle);
        _form.Changes("ada").ShouldBe([new UpdateUserProfile("ada", "Ada Lovelace", 7) { JobTitle = "Countess", Department = "Court" }]);

        _form.KeepMine(_form.Department);
        _form.Changes("ada").ShouldBe([new UpdateUserProfile("ada", "Ada Lovelace", 9) { JobTitle = "Countess", Department = "Court" }]);
    }

    [Fact]
    public void UserForm_WhenBothTypedTheSame_HasNothingToAskOrSave()
    {
        _form.JobTitle.Value = "Poet";

        Merge(Rows.Ada(version: 9).With(row => row.JobTitle, "Poet"));

        _form.JobTitle.Overtaken.ShouldBeNull();
        _form.IsDirty.ShouldBeFalse();
    }

    [Fact]
    public void UserForm_WhenAnOlderRowComesLate_IgnoresIt()
    {
        Merge(Rows.Ada(version: 5).With(row => row.JobTitle, "Pupil"));

        _form.JobTitle.Value.ShouldBe("Analyst");
        _form.Email.Value = "new@example.org";
        _form.Changes("ada").ShouldBe([new ChangeUserEmail("ada", "new@example.org", 7)]);
    }

    [Fact]
    public void UserForm_WhenRefusedAsStale_KeepsTheTextAndSaysWhoseValueStandsThere()
    {
        _form.Email.Value = "mine@example.org";

        _form.Refuse([Stale("Email", "theirs@example.org", version: 12)]);

        _form.Email.Value.ShouldBe("mine@example.org");
        _form.Email.Overtaken.ShouldBe(new OvertakenField("theirs@example.org", "Bob", Rows.Now, 12));
        _form.Changes("ada").ShouldBe([new ChangeUserEmail("ada", "mine@example.org", 7)]);
        _form.KeepMine(_form.Email);
        _form.Changes("ada").ShouldBe([new ChangeUserEmail("ada", "mine@example.org", 12)]);
    }

    [Fact]
    public void UserForm_WhenAProfileIsRefusedAheadOfTheRow_WaitsForTheRowBeforeOverwriting()
    {
        _form.JobTitle.Value = "Countess";
        _form.Refuse([Stale("JobTitle", "Poet", version: 12)]);
        _form.KeepMine(_form.JobTitle);

        // Version 12 may hold another department than the one shown; to send both would revert it silently.
        _form.IsBehind.ShouldBeTrue();
        _form.Changes("ada").ShouldBe([new UpdateUserProfile("ada", "Ada Lovelace", 7) { JobTitle = "Countess", Department = "Engines" }]);

        Merge(Rows.Ada(version: 12).With(row => row.JobTitle, "Poet").With(row => row.Department, "Looms"));
        _form.IsBehind.ShouldBeFalse();
        _form.Changes("ada").ShouldBe([new UpdateUserProfile("ada", "Ada Lovelace", 12) { JobTitle = "Countess", Department = "Looms" }]);
    }

    [Fact]
    public void UserForm_WhenEventsThatAreNoEditsLieBetween_StillMovesOn()
    {
        _form.JobTitle.Value = "Countess";
        // The last event, at 12, is a sign-in: the row was last edited at 11.
        _form.Refuse([Stale("JobTitle", "Poet", version: 12)]);
        _form.Merge(Rows.Ada(version: 11).With(row => row.JobTitle, "Poet"), position: 15);

        _form.KeepMine(_form.JobTitle);

        _form.IsBehind.ShouldBeFalse();
        _form.Changes("ada").ShouldBe([new UpdateUserProfile("ada", "Ada Lovelace", 12) { JobTitle = "Countess", Department = "Engines" }]);
    }

    [Fact]
    public void UserForm_WhenSaved_IsCleanButForWhatWasTypedSince()
    {
        (_form.JobTitle.Value, _form.Department.Value) = ("Countess", "Court");
        var sent = new Dictionary<FormField, string> { [_form.JobTitle] = "Countess", [_form.Department] = "Court" };
        _form.Department.Value = "Court of";

        _form.Saved(sent);

        _form.JobTitle.IsTouched.ShouldBeFalse();
        _form.Department.IsTouched.ShouldBeTrue();
    }

    [Fact]
    public void UserForm_WhenDiscarded_ShowsWhatStands()
    {
        _form.JobTitle.Value = "Countess";
        Merge(Rows.Ada(version: 9).With(row => row.JobTitle, "Poet"));

        _form.Discard();

        _form.JobTitle.Value.ShouldBe("Poet");
        _form.JobTitle.Overtaken.ShouldBeNull();
        _form.IsDirty.ShouldBeFalse();
    }

    private void Merge(UserRow row) => _form.Merge(row, row.Version);

    private static StaleEdit Stale(string field, string current, long version) =>
        new(field, current, "Bob", Rows.Now, version, "Bob changed this.");
}
