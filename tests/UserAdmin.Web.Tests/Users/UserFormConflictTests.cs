using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Forms;

namespace UserAdmin.Web.Tests.Users;

public sealed class UserFormConflictTests : UserFormContext
{
    [Fact]
    public void UserForm_WhenOthersChangeATouchedField_KeepsTheTextAndTheSeenVersion()
    {
        Form[nameof(UserRow.JobTitle)].Value = "Countess";

        Merge(Rows.Ada(version: 9).With(row => row.JobTitle, "Poet").With(row => row.Department, "Looms"));

        Form[nameof(UserRow.JobTitle)].Value.ShouldBe("Countess");
        Form[nameof(UserRow.JobTitle)].Overtaken.ShouldNotBeNull().Theirs.ShouldBe("Poet");
        Form[nameof(UserRow.Department)].Value.ShouldBe("Looms");
        // The department is sent with its value at version 7, so it counts as unchanged; “Looms” would count as this
        // person's change.
        Form.Changes("ada")
            .ShouldBe([
                new UpdateUserProfile("ada", "Ada Lovelace", 7) { JobTitle = "Countess", Department = "Engines" },
            ]);
    }

    [Fact]
    public void UserForm_WhenOneKindIsOvertaken_MovesOnWithTheOthers()
    {
        (Form.Email.Value, Form.PhoneNumber.Value) = ("mine@example.org", "+44");

        Merge(Rows.Ada(version: 9).With(row => row.Email, "theirs@example.org"));

        Form.Changes("ada")
            .ShouldBe([new ChangeUserEmail("ada", "mine@example.org", 7), new ChangeUserPhone("ada", "+44", 9)]);
    }

    [Fact]
    public void UserForm_WhenKeepingMine_OverwritesKnowingly()
    {
        Form[nameof(UserRow.JobTitle)].Value = "Countess";
        Merge(Rows.Ada(version: 9).With(row => row.JobTitle, "Poet").With(row => row.Department, "Looms"));

        Form.KeepMine(Form[nameof(UserRow.JobTitle)]);

        Form[nameof(UserRow.JobTitle)].Overtaken.ShouldBeNull();
        Form.Changes("ada")
            .ShouldBe([
                new UpdateUserProfile("ada", "Ada Lovelace", 9) { JobTitle = "Countess", Department = "Looms" },
            ]);
    }

    [Fact]
    public void UserForm_WhenTakingTheirs_HasNothingToSave()
    {
        Form[nameof(UserRow.JobTitle)].Value = "Countess";
        Merge(Rows.Ada(version: 9).With(row => row.JobTitle, "Poet"));

        Form.TakeTheirs(Form[nameof(UserRow.JobTitle)]);

        Form[nameof(UserRow.JobTitle)].Value.ShouldBe("Poet");
        Form.IsDirty.ShouldBeFalse();
    }

    [Fact]
    public void UserForm_WhenTwoFieldsAreOvertaken_MovesOnOnlyAfterBothAreDecided()
    {
        (Form[nameof(UserRow.JobTitle)].Value, Form[nameof(UserRow.Department)].Value) = ("Countess", "Court");
        Merge(Rows.Ada(version: 9).With(row => row.JobTitle, "Poet").With(row => row.Department, "Looms"));

        Form.KeepMine(Form[nameof(UserRow.JobTitle)]);
        Form.Changes("ada")
            .ShouldBe([
                new UpdateUserProfile("ada", "Ada Lovelace", 7) { JobTitle = "Countess", Department = "Court" },
            ]);

        Form.KeepMine(Form[nameof(UserRow.Department)]);
        Form.Changes("ada")
            .ShouldBe([
                new UpdateUserProfile("ada", "Ada Lovelace", 9) { JobTitle = "Countess", Department = "Court" },
            ]);
    }

    [Fact]
    public void UserForm_WhenRefusedAsStale_KeepsTheTextAndSaysWhoseValueStandsThere()
    {
        Form.Email.Value = "mine@example.org";

        Form.Refuse([Stale("Email", "theirs@example.org", version: 12)]);

        Form.Email.Value.ShouldBe("mine@example.org");
        Form.Email.Overtaken.ShouldBe(new OvertakenField("theirs@example.org", "Bob", Rows.Now, 12));
        Form.Changes("ada").ShouldBe([new ChangeUserEmail("ada", "mine@example.org", 7)]);
        Form.KeepMine(Form.Email);
        Form.Changes("ada").ShouldBe([new ChangeUserEmail("ada", "mine@example.org", 12)]);
    }

    [Fact]
    public void UserForm_WhenAProfileIsRefusedAheadOfTheRow_WaitsForTheRowBeforeOverwriting()
    {
        Form[nameof(UserRow.JobTitle)].Value = "Countess";
        Form.Refuse([Stale("JobTitle", "Poet", version: 12)]);
        Form.KeepMine(Form[nameof(UserRow.JobTitle)]);

        // Version 12 may hold another department than the one shown; to send both would revert it silently.
        Form.IsBehind.ShouldBeTrue();
        Form.Changes("ada")
            .ShouldBe([
                new UpdateUserProfile("ada", "Ada Lovelace", 7) { JobTitle = "Countess", Department = "Engines" },
            ]);

        Merge(Rows.Ada(version: 12).With(row => row.JobTitle, "Poet").With(row => row.Department, "Looms"));
        Form.IsBehind.ShouldBeFalse();
        Form.Changes("ada")
            .ShouldBe([
                new UpdateUserProfile("ada", "Ada Lovelace", 12) { JobTitle = "Countess", Department = "Looms" },
            ]);
    }

    [Fact]
    public void UserForm_WhenEventsThatAreNoEditsLieBetween_StillMovesOn()
    {
        Form[nameof(UserRow.JobTitle)].Value = "Countess";
        // The last event, at 12, is a sign-in: the row was last edited at 11.
        Form.Refuse([Stale("JobTitle", "Poet", version: 12)]);
        Form.Merge(Rows.Ada(version: 11).With(row => row.JobTitle, "Poet"), position: 15);

        Form.KeepMine(Form[nameof(UserRow.JobTitle)]);

        Form.IsBehind.ShouldBeFalse();
        Form.Changes("ada")
            .ShouldBe([
                new UpdateUserProfile("ada", "Ada Lovelace", 12) { JobTitle = "Countess", Department = "Engines" },
            ]);
    }

    [Fact]
    public void UserForm_WhenDiscarded_ShowsWhatStands()
    {
        Form[nameof(UserRow.JobTitle)].Value = "Countess";
        Merge(Rows.Ada(version: 9).With(row => row.JobTitle, "Poet"));

        Form.Discard();

        Form[nameof(UserRow.JobTitle)].Value.ShouldBe("Poet");
        Form[nameof(UserRow.JobTitle)].Overtaken.ShouldBeNull();
        Form.IsDirty.ShouldBeFalse();
    }
}
