using System.Reflection;
using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Policies.Queries;
using UserAdmin.Roles;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Tests.Users;
using UserAdmin.Web.Tests.Users.Person;
using UserAdmin.Web.Users.Actions;

namespace UserAdmin.Web.Tests.Users.Actions;

/// <summary>The dialogs that ask for more than a yes.</summary>
public sealed class DialogTests : UserHeaderContext
{
    private static readonly TimeZoneInfo _berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public async Task LockDialog_InThePersonsZone_LocksUntilThatMorning()
    {
        BrowserIsIn("Europe/Berlin");
        ShowHeader(Rows.Ada());

        var done = Choose("Lock until …");
        await Choice("Until tomorrow, 08:00").ChangeAsync("1");
        Dialogs
            .Find("[role=status]")
            .TextContent.ShouldContain("Locked until Mon 2 Mar 2026, 08:00 (Europe/Berlin), 07:00 UTC.");
        await InDialog("Lock user").ClickAsync();
        await done;

        Bus.Sent.ShouldHaveSingleItem()
            .Command.ShouldBe(new LockUser("ada", new DateTimeOffset(2026, 3, 2, 7, 0, 0, TimeSpan.Zero)));
        Snackbars.ShouldBe(["Ada Lovelace locked"]);
        await InSnackbar("Undo").ClickAsync();
        ShouldUndoFor("ada");
    }

    [Fact]
    public async Task LockDialog_WhenAMomentIsPicked_LocksUntilThenAndNotInThePast()
    {
        ShowHeader(Rows.Ada());
        var done = Choose("Lock until …");
        await Choice("Another time").ChangeAsync("own");

        await Dialogs.Find("#moment-at").ChangeAsync("2026-02-01T10:00:00");
        await InDialog("Lock user").ClickAsync();
        Dialogs.ByRole("alert").TextContent.ShouldContain("This time is in the past");
        Bus.Sent.ShouldBeEmpty();

        await Dialogs.Find("#moment-at").ChangeAsync("2026-04-01T10:00:00");
        await InDialog("Lock user").ClickAsync();
        await done;
        Bus.Sent.ShouldHaveSingleItem()
            .Command.ShouldBe(new LockUser("ada", new DateTimeOffset(2026, 4, 1, 10, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task LockDialog_WhenAnotherMomentIsChosenAfterALostAnswer_SendsAnotherIntention()
    {
        Bus.OnSend = _ => throw new TimeoutException("Lost.");
        ShowHeader(Rows.Ada());
        var done = Choose("Lock until …");
        await InDialog("Lock user").ClickAsync();
        await InDialog("Lock user").ClickAsync();
        await Choice("For 7 days").ChangeAsync("2");
        await InDialog("Lock user").ClickAsync();
        await InDialog("Cancel").ClickAsync();
        await done;

        Bus.Sent.Count.ShouldBe(3);
        Bus.Sent[1].Context.CommandId.ShouldBe(Bus.Sent[0].Context.CommandId);
        Bus.Sent[2].Context.CommandId.ShouldNotBe(Bus.Sent[0].Context.CommandId);
    }

    [Fact]
    public async Task ExpiryDialog_WhenThereIsOne_OffersNoneAndUndo()
    {
        var until = Rows.Now.AddDays(3);
        ShowHeader(Rows.Ada().With(row => row.ExpiresAt, until));

        var done = Choose("Set expiry …");
        await Choice("Never").ChangeAsync("0");
        await InDialog("Set expiry").ClickAsync();
        await done;

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new SetUserExpiry("ada", null));
        Snackbars.ShouldBe(["Ada Lovelace no longer expires"]);
        await InSnackbar("Undo").ClickAsync();
        ShouldUndoFor("ada");
    }

    [Fact]
    public async Task ExpiryDialog_WhenADayIsChosen_EndsWithThatDayInThePersonsZone()
    {
        BrowserIsIn("Europe/Berlin");
        ShowHeader(Rows.Ada());

        var done = Choose("Set expiry …");
        await Choice("At the end of the day in 90 days").ChangeAsync("1");
        await InDialog("Set expiry").ClickAsync();
        await done;

        // Daylight saving time has begun by then.
        Bus.Sent.ShouldHaveSingleItem()
            .Command.ShouldBe(new SetUserExpiry("ada", new DateTimeOffset(2026, 5, 30, 22, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task TemporaryPasswordDialog_WhenAccepted_ShowsItOnce()
    {
        ShowHeader(Rows.Ada());

        var done = Choose("Set temporary password …");
        var generated = Dialogs.Find("input#temporary-password").GetAttribute("value").ShouldNotBeNull();
        await InDialog("Set temporary password").ClickAsync();

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new SetTemporaryPassword("ada", generated));
        generated.Length.ShouldBeGreaterThanOrEqualTo(20);
        Dialogs.Find("code#temporary-password").TextContent.ShouldBe(generated);
        Dialogs.FindAll("button[aria-label='Copy the temporary password']").Count.ShouldBe(1);
        await InDialog("Done").ClickAsync();
        await done;
        Snackbars.ShouldBe(["Temporary password of Ada Lovelace set"]);
    }

    [Fact]
    public async Task TemporaryPasswordDialog_WhenThePolicyRefuses_KeepsWhatWasTyped()
    {
        Bus.Refuse(new Error("password.short", "Use at least 12 characters; this password has 5.", "Password"));
        ShowHeader(Rows.Ada());

        var done = Choose("Set temporary password …");
        await Dialogs.Find("input#temporary-password").InputAsync("short");
        await InDialog("Set temporary password").ClickAsync();

        Dialogs.ByRole("alert").TextContent.ShouldContain("Use at least 12 characters");
        Dialogs.Find("input#temporary-password").GetAttribute("value").ShouldBe("short");
        await InDialog("Cancel").ClickAsync();
        await done;
        Snackbars.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, "for 45 days")]
    [InlineData(false, "for as long as the policy says")]
    public async Task DeleteDialog_WithOrWithoutThePolicy_SaysHowLongItCanBeRestored(bool maySeeThePolicy, string words)
    {
        var json = new PolicyRow();
        typeof(PolicyRow)
            .GetProperty("Json", BindingFlags.Instance | BindingFlags.NonPublic)!
            .SetValue(json, """{"RestoreDays":45}""");
        Bus.Answer<GetPolicy, PolicyRow>(_ =>
            Task.FromResult(
                maySeeThePolicy
                    ? new Answer<PolicyRow> { Value = json }
                    : new Answer<PolicyRow> { Refusal = MessagingErrors.NotPermitted(Permissions.SettingsRead) }
            )
        );
        ShowHeader(Rows.Ada());

        var done = Choose("Delete user");

        Dialogs.Markup.ShouldContain(words);
        await InDialog("Cancel").ClickAsync();
        await done;
    }

    [Fact]
    public async Task PurgeDialog_UntilTheUserNameIsTyped_SendsNothing()
    {
        ShowHeader(
            Rows.Ada()
                .With(row => row.UserName, "ada.lovelace")
                .With(row => row.DeletedAt, Rows.Now)
                .With(row => row.PurgeAt, Rows.Now.AddDays(30))
        );

        var done = Choose("Remove for good now …");
        Dialogs.Markup.ShouldContain("nothing can bring them back.");
        Dialogs.Markup.ShouldContain("Backups from before hold them until they are deleted.");
        await InDialog("Remove for good").ClickAsync();
        Dialogs.ByRole("alert").TextContent.ShouldContain("Type ada.lovelace exactly");
        await Dialogs.Find("#dialog-text").InputAsync("ada.l");
        await InDialog("Remove for good").ClickAsync();
        Bus.Sent.ShouldBeEmpty();

        await Dialogs.Find("#dialog-text").InputAsync("ada.lovelace");
        await InDialog("Remove for good").ClickAsync();
        await done;
        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new PurgeUser("ada", "ada.lovelace"));
        Snackbars.ShouldBe(["Ada Lovelace removed for good"]);
    }

    [Theory]
    // In Berlin, 02:30 does not exist on 29 March 2026 and comes twice on 25 October.
    [InlineData("2026-03-29T02:30", "2026-03-29T01:30Z")]
    [InlineData("2026-10-25T02:30", "2026-10-25T00:30Z")]
    [InlineData("2026-07-01T08:00", "2026-07-01T06:00Z")]
    public void LocalZone_WhenTheClockIsTurned_StillNamesAMoment(string local, string moment) =>
        LocalZone
            .Moment(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture), _berlin)
            .ShouldBe(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture));

    private void BrowserIsIn(string zone) =>
        JSInterop.SetupModule("./Users/Actions/MomentDialog.razor.js").Setup<string?>("timeZone").SetResult(zone);

    private AngleSharp.Dom.IElement Choice(string label) =>
        Dialogs.FindAll("label").Single(one => one.TextContent.Trim() == label).QuerySelector("input")!;
}
