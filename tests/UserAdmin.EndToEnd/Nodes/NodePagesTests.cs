using System.Net;
using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using UserAdmin.Tests.Storage.PostgreSql;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Nodes;

/// <summary>
/// What people see of several nodes behind the real nginx with the shipped configuration: changes made on other nodes,
/// and a node that is killed or stopped while they work.
/// </summary>
public sealed class NodePagesTests(Chromium chromium) : BrowserTest(chromium)
{
    private static readonly Person _ada = new("", "Ada Admin", "ada@example.com", ConsoleFixture.Password);

    // Remembers across reloads what a person would have noticed.
    private const string Watch = """
        document.addEventListener("DOMContentLoaded", () => {
          const look = () => {
            for (const id of ["components-reconnect-modal", "blazor-error-ui"]) {
              const banner = document.getElementById(id);
              if (banner && !banner.hidden && getComputedStyle(banner).display !== "none") {
                sessionStorage.setItem("noticed", id);
              }
            }
          };
          new MutationObserver(look).observe(document.body, { subtree: true, attributes: true, childList: true });
        });
        """;

    private RunningNodes? _nodes;
    private RunningNginx? _nginx;

    private RunningNginx Nginx => _nginx!;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        PostgreSqlIsThere.OrSkip();
        RunningNginx.SkipIfMissing();
        await base.InitializeAsync();
        var cluster = await PostgreSqlCluster.SharedAsync();
        var database = $"pages-{Guid.CreateVersion7()}";
        await PostgreSqlCluster.CreateAsync(database, "template0");
        _nodes = await RunningNodes.StartAsync(
            cluster.To(database),
            count: 2,
            [.. ConsoleFixture.Settings, "--UserAdmin:TrustedProxies=127.0.0.1"]
        );
        _nginx = await RunningNginx.StartAsync([.. _nodes.All.Select(node => node.Address)]);
    }

    [Fact]
    public async Task Browsers_OnTwoNodes_SeeEachOthersChangesLive()
    {
        var (one, two) = (await OnAsync(_nodes!.All[0]), await OnAsync(_nodes.All[1]));
        await one.GoAsync("/users/new?how=password");
        await one.Field("Display name").FillAsync("Una User");
        await one.Field("Email").FillAsync("una@example.com");
        await one.Field("Initial password").FillAsync("battery horse staple correct");
        await one.Button("Create user").ClickAsync();
        await Expect(one.Heading("Una User")).ToBeVisibleAsync();

        await two.Button("1 new").ClickAsync();

        await Expect(two.Rows).ToHaveCountAsync(2);
        await two.Link("Una User").ClickAsync();
        await two.Field("Job title").FillAsync("Countess");
        await two.Button("Save changes").ClickAsync();
        await Expect(one.Field("Job title")).ToHaveValueAsync("Countess");
        foreach (var (visitor, node) in new[] { one, two }.Zip(_nodes.All))
        {
            await visitor.Page.ReloadAsync();
            await visitor.AnswersAsync();
            (await NodeOfPageAsync()).ShouldBe(node);
        }
    }

    [Fact]
    public async Task Kill_OfTheNodeOfAPage_BringsItBackOnAnotherNode_WithTheText()
    {
        var ada = await OpenAsync(Nginx.Address);
        await ada.SignInAsync(_ada);
        (await ada.Context.CookiesAsync()).Count(cookie => cookie.Name == "useradmin_route").ShouldBe(1);
        await OpenOwnPageAsync(ada);
        var node = await NodeOfPageAsync();
        await ada.MarkAsync();
        await ada.Field("Job title").PressSequentiallyAsync("Countess");
        await Expect(ada.Page.Locator("[data-unsaved]")).ToBeAttachedAsync();

        node.Kill();

        await Expect(ada.Page.Locator("#draft-note")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        (await ada.IsStillTheSamePageAsync()).ShouldBeFalse();
        (await NodeOfPageAsync()).ShouldNotBe(node);
        await CheckTextAndSaveAsync(ada);
    }

    [Fact]
    public async Task Stop_OfTheNodeOfAPage_MovesIt_WithTheText_AndWithoutAWordOfError()
    {
        var ada = await OpenAsync(Nginx.Address);
        await ada.Context.AddInitScriptAsync(Watch);
        await ada.SignInAsync(_ada);
        var idle = await ada.Context.NewPageAsync();
        await idle.GotoAsync("/roles");
        await Expect(idle.Locator("[data-interactive=true]")).ToBeAttachedAsync();
        await OpenOwnPageAsync(ada);
        await ada.Field("Job title").PressSequentiallyAsync("Count");
        var node = await NodeOfPageAsync();
        await ada.MarkAsync();

        var stop = node.StopAsync();
        await ada.Field("Job title").PressSequentiallyAsync("ess");

        await Expect(ada.Page.Locator("#draft-note")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        var (took, exitCode) = await stop;
        exitCode.ShouldBe(0);
        took.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        (await ada.IsStillTheSamePageAsync()).ShouldBeFalse();
        await Expect(ada.Field("Job title")).ToBeFocusedAsync();
        await CheckTextAndSaveAsync(ada);
        foreach (var page in ada.Context.Pages)
        {
            await Expect(page.Locator("[data-interactive=true]")).ToBeAttachedAsync();
            (await page.EvaluateAsync<string?>("() => sessionStorage.getItem('noticed')")).ShouldBeNull();
        }

        node.Lines.Where(line => line.Contains("fail:", StringComparison.Ordinal))
            .ShouldBeEmpty(string.Join('\n', node.Lines));
    }

    [Fact]
    public async Task Stop_WhilePeopleArrive_SendsThemToAnotherNode()
    {
        var node = _nodes!.All[0];
        var busy = await OnAsync(node);
        await busy.GoAsync("/users/new?how=password");
        // A dialog keeps the page until nearly the end.
        await busy.Page.Keyboard.PressAsync("Control+k");
        await Expect(busy.Page.Locator("dialog[open]")).ToBeVisibleAsync();
        var late = await OnAsync(node);

        await Signals.TerminateAsync(node.ProcessId);
        await ReadyAsync(node, HttpStatusCode.ServiceUnavailable);

        var page = await late.Context.NewPageAsync();
        await page.GotoAsync("/roles");
        await Expect(page.Locator("[data-interactive=true]")).ToBeAttachedAsync();
        (await NodeOfPageAsync()).ShouldBe(_nodes.All[1]);
        using var http = RunningNginx.Client();
        using var answer = await http.GetAsync(new Uri($"{node.Address}/account/sign-in"));
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        // In a hurry.
        var (took, exitCode) = await node.StopAsync();
        exitCode.ShouldBe(0);
        took.ShouldBeLessThan(TimeSpan.FromSeconds(3));
        await Expect(busy.Page.Locator("[data-interactive=true]")).ToBeAttachedAsync();
    }

    [Fact]
    public async Task Stop_OfAllNodes_WaitsForNobody()
    {
        await OnAsync(_nodes!.All[0]);
        await OnAsync(_nodes.All[1]);

        var ends = await Task.WhenAll(_nodes.All.Select(node => node.StopAsync()));

        ends.ShouldEachBe(end => end.ExitCode == 0 && end.Took < TimeSpan.FromSeconds(6));
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_nginx?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_nodes?.DisposeAsync() ?? ValueTask.CompletedTask);
        GC.SuppressFinalize(this);
    }

    // What is typed before the new page has put the focus on its heading goes nowhere.
    private static async Task OpenOwnPageAsync(Visitor ada)
    {
        await ada.Link("Ada Admin").First.ClickAsync();
        await Expect(ada.Heading("Ada Admin")).ToBeFocusedAsync();
    }

    private async Task CheckTextAndSaveAsync(Visitor ada)
    {
        await Expect(ada.Field("Job title")).ToHaveValueAsync("Countess");
        await ada.Button("Save changes").ClickAsync();
        await Eventually.HoldsAsync(
            () => _nodes!.Rows("SELECT \"JobTitle\" FROM \"UserProfiles\"")[0][0] == "Countess",
            "the text is saved"
        );
    }

    /// <summary>Opens a browser whose requests go to the node, and signs in.</summary>
    private async Task<Visitor> OnAsync(RunningProgram node)
    {
        var visitor = await OpenAsync(Nginx.Address);
        await visitor.Context.AddCookiesAsync([
            new Microsoft.Playwright.Cookie
            {
                Name = "useradmin_route",
                Value = await Nginx.RouteToAsync(node.Address),
                Url = Nginx.Address,
                Secure = true,
            },
        ]);
        await visitor.SignInAsync(_ada);
        return visitor;
    }

    /// <summary>Returns the node that holds the page that was opened last.</summary>
    private async Task<RunningProgram> NodeOfPageAsync()
    {
        var address = await Nginx.NodeOfAsync("POST /_blazor/negotiate");
        return _nodes!.All.Single(node => node.Address == address);
    }

    private static Task ReadyAsync(RunningProgram node, HttpStatusCode expected) =>
        Eventually.HoldsAsync(
            async () =>
            {
                using var http = RunningNginx.Client();
                using var answer = await http.GetAsync(new Uri($"{node.Address}/health/ready"));
                return answer.StatusCode == expected;
            },
            $"{node.Address}/health/ready answers {expected}"
        );
}
