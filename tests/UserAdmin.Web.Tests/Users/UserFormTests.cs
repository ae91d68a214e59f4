using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Forms;

namespace UserAdmin.Web.Tests.Users;

public sealed class UserFormTests : UserFormContext
{
    [Fact]
    public void UserForm_WhenNothingWasTouched_ChangesNothing()
    {
        Form.IsDirty.ShouldBeFalse();
        Form.Changes("ada").ShouldBeEmpty();
    }

    [Fact]
    public void UserForm_WhenOneProfileFieldWasTouched_SendsTheWholeProfileAsItWasSeen()
    {
        Form[nameof(UserRow.JobTitle)].Value = "Countess";

        Form.Changes("ada")
            .ShouldBe([
                new UpdateUserProfile("ada", "Ada Lovelace", 7) { JobTitle = "Countess", Department = "Engines" },
            ]);
    }

    [Fact]
    public void UserForm_WhenEveryKindWasTouched_SendsACommandForEach()
    {
        (Form.DisplayName.Value, Form.UserName.Value, Form.Email.Value, Form.PhoneNumber.Value) = (
            "Ada",
            "countess",
            "a@b.c",
            "+44"
        );

        Form.Changes("ada")
            .Select(command => command.GetType())
            .ShouldBe([
                typeof(UpdateUserProfile),
                typeof(ChangeUserName),
                typeof(ChangeUserEmail),
                typeof(ChangeUserPhone),
            ]);
    }

    [Fact]
    public void UserForm_WhenAFieldWasEmptied_SendsNone()
    {
        Form[nameof(UserRow.JobTitle)].Value = "";

        Form.Changes("ada").ShouldBe([new UpdateUserProfile("ada", "Ada Lovelace", 7) { Department = "Engines" }]);
    }

    [Fact]
    public void UserForm_WhenOthersChangeOtherFields_TakesTheirsQuietlyAndMovesOn()
    {
        Form[nameof(UserRow.JobTitle)].Value = "Countess";

        Merge(Rows.Ada(version: 9).With(row => row.Department, "Looms").With(row => row.Email, "new@example.org"));

        Form[nameof(UserRow.Department)].Value.ShouldBe("Looms");
        Form[nameof(UserRow.Department)].QuietChanges.ShouldBe(1);
        Form.Email.Value.ShouldBe("new@example.org");
        Form[nameof(UserRow.JobTitle)].Value.ShouldBe("Countess");
        Form[nameof(UserRow.JobTitle)].Overtaken.ShouldBeNull();
        Form.Changes("ada")
            .ShouldBe([
                new UpdateUserProfile("ada", "Ada Lovelace", 9) { JobTitle = "Countess", Department = "Looms" },
            ]);
    }

    [Fact]
    public void UserForm_WhenBothTypedTheSame_HasNothingToAskOrSave()
    {
        Form[nameof(UserRow.JobTitle)].Value = "Poet";

        Merge(Rows.Ada(version: 9).With(row => row.JobTitle, "Poet"));

        Form[nameof(UserRow.JobTitle)].Overtaken.ShouldBeNull();
        Form.IsDirty.ShouldBeFalse();
    }

    [Fact]
    public void UserForm_WhenAnOlderRowComesLate_IgnoresIt()
    {
        Merge(Rows.Ada(version: 5).With(row => row.JobTitle, "Pupil"));

        Form[nameof(UserRow.JobTitle)].Value.ShouldBe("Analyst");
        Form.Email.Value = "new@example.org";
        Form.Changes("ada").ShouldBe([new ChangeUserEmail("ada", "new@example.org", 7)]);
    }

    [Fact]
    public void UserForm_WhenSaved_IsCleanButForWhatWasTypedSince()
    {
        (Form[nameof(UserRow.JobTitle)].Value, Form[nameof(UserRow.Department)].Value) = ("Countess", "Court");
        var sent = new Dictionary<FormField, string>
        {
            [Form[nameof(UserRow.JobTitle)]] = "Countess",
            [Form[nameof(UserRow.Department)]] = "Court",
        };
        Form[nameof(UserRow.Department)].Value = "Court of";

        Form.Saved(sent);

        Form[nameof(UserRow.JobTitle)].IsTouched.ShouldBeFalse();
        Form[nameof(UserRow.Department)].IsTouched.ShouldBeTrue();
    }
}
