using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Browsers;

/// <summary>A person with their own browser and one open page.</summary>
public sealed class Visitor
{
    /// <summary>The language in which each text stands in brackets and pages are mirrored.</summary>
    public const string Mirrored = "qps-plocm";

    private readonly List<string> _faults = [];
    private readonly List<string> _strangers = [];

    private readonly string _path;

    private Visitor(IBrowserContext context, IPage page, string path) => (Context, Page, _path) = (context, page, path);

    /// <summary>The browser.</summary>
    public IBrowserContext Context { get; }

    /// <summary>The open page.</summary>
    public IPage Page { get; }

    /// <summary>Script errors that the page did not catch, and violations that the browser blocked.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Requests to other machines.</summary>
    public IReadOnlyList<string> Strangers => _strangers;

    /// <summary>The table of users.</summary>
    public ILocator Rows => Page.Locator("tr[data-user]");

    /// <summary>Opens a page in a new browser.</summary>
    /// <param name="context">The browser.</param>
    /// <param name="path">The path that the console is below, or nothing.</param>
    public static async Task<Visitor> OpenAsync(IBrowserContext context, string path = "")
    {
        context.SetDefaultTimeout(60_000);
        var visitor = new Visitor(context, await context.NewPageAsync(), path);
        visitor.Page.PageError += (_, fault) =>
        {
            // Blazor's own script reports this when the program is killed during a response. Tests check that the pages
            // reconnect.
            if (
                !fault.Contains(
                    "Cannot send data if the connection is not in the 'Connected' State",
                    StringComparison.Ordinal
                )
            )
            {
                visitor._faults.Add(fault);
            }
        };
        context.Console += (_, message) =>
        {
            // The browser blocks what violates a page's own headers; otherwise nobody would notice.
            if (message.Text.Contains("Policy", StringComparison.Ordinal) && message.Type is "error" or "warning")
            {
                visitor._faults.Add(message.Text);
            }
        };
        context.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { IsLoopback: false, Scheme: not ("data" or "blob") } stranger)
            {
                visitor._strangers.Add(stranger.ToString());
            }
        };
        return visitor;
    }

    /// <summary>Goes to an address of the program and waits until the page is interactive.</summary>
    /// <param name="path">The address, which begins with a slash, below the path of the console.</param>
    public async Task<IResponse?> GoAsync(string path)
    {
        var response = await Page.GotoAsync(_path + path);
        await AnswersAsync();
        return response;
    }

    /// <summary>Waits until the page is interactive, if it is one that becomes so.</summary>
    public async Task AnswersAsync() =>
        await Expect(Page.Locator("[data-interactive=true], main.ua-plain").First).ToBeAttachedAsync();

    /// <summary>Signs in, waits for the overview, and goes on to the list, where most tests begin.</summary>
    /// <param name="person">A person who may see the list.</param>
    public async Task SignInAsync(Person person)
    {
        await GoAsync("/account/sign-in");
        await FillSignInAsync(person.Email, person.Password);
        await Expect(Heading("Overview")).ToBeVisibleAsync();
        await AnswersAsync();
        await GoAsync("/users");
    }

    /// <summary>Chooses the language of the pages that are opened from now on.</summary>
    /// <param name="language">Its tag; <see cref="Mirrored"/> for the one of the tests.</param>
    public Task SpeakAsync(string language) =>
        Context.AddCookiesAsync([
            new Cookie
            {
                Name = "language",
                Value = language,
                Url = new Uri(Page.Url).GetLeftPart(UriPartial.Authority),
            },
        ]);

    /// <summary>Fills the sign-in form and sends it.</summary>
    /// <param name="email">Text for the field Email.</param>
    /// <param name="password">Text for the field Password.</param>
    public async Task FillSignInAsync(string email, string password)
    {
        await Field("Email").FillAsync(email);
        await Field("Password").FillAsync(password);
        await Button("Sign in").ClickAsync();
    }

    /// <summary>Chooses an action from the menu of a user's page.</summary>
    public async Task ChooseActionAsync(string action)
    {
        await Button("More actions").ClickAsync();
        await Page.Locator("#user-actions")
            .GetByRole(AriaRole.Button, new() { Name = action, Exact = true })
            .ClickAsync();
    }

    /// <summary>Opens the person's menu.</summary>
    public async Task OpenMenuAsync()
    {
        // A menu that was opened before the page became interactive closes when it does.
        await AnswersAsync();
        await Page.Locator("button[popovertarget=user-menu]").ClickAsync();
    }

    /// <summary>Finds a field by its label.</summary>
    /// <param name="label">The label.</param>
    public ILocator Field(string label) => Page.GetByLabel(label, new() { Exact = true });

    /// <summary>Finds a button by its text.</summary>
    /// <param name="words">The text.</param>
    public ILocator Button(string words) => Page.GetByRole(AriaRole.Button, new() { Name = words, Exact = true });

    /// <summary>Finds a link by its text.</summary>
    /// <param name="words">The text.</param>
    public ILocator Link(string words) => Page.GetByRole(AriaRole.Link, new() { Name = words, Exact = true });

    /// <summary>The page's heading.</summary>
    /// <param name="words">Its text.</param>
    public ILocator Heading(string words) =>
        Page.GetByRole(
            AriaRole.Heading,
            new()
            {
                Name = words,
                Exact = true,
                Level = 1,
            }
        );

    /// <summary>The row of a user in the list.</summary>
    /// <param name="userId">Key of the account.</param>
    public ILocator Row(string userId) => Page.Locator($"tr[data-user='{userId}']");

    /// <summary>The messages beside a field: its error, and another person's change.</summary>
    /// <param name="field">Name of the command's property.</param>
    public ILocator Beside(string field) => Page.Locator($"#field-{field}-error, #field-{field}-other");

    /// <summary>Gives the browser a virtual authenticator that confirms every request at once.</summary>
    /// <param name="withOffer">Whether it also answers the passkey request that waits beside the email field while a
    /// person types.</param>
    public async Task AddAuthenticatorAsync(bool withOffer = false)
    {
        if (!withOffer)
        {
            await Page.AddInitScriptAsync("PublicKeyCredential.isConditionalMediationAvailable = async () => false");
        }

        var cdp = await Context.NewCDPSessionAsync(Page);
        await cdp.SendAsync("WebAuthn.enable");
        await cdp.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new()
            {
                ["options"] = new
                {
                    protocol = "ctap2",
                    transport = "internal",
                    hasResidentKey = true,
                    hasUserVerification = true,
                    isUserVerified = true,
                    automaticPresenceSimulation = true,
                },
            }
        );
    }

    /// <summary>Forgets the recorded faults, for a test that causes some on purpose.</summary>
    public void ForgetFaults() => _faults.Clear();

    /// <summary>Marks the page, so that a reload is detected.</summary>
    public Task MarkAsync() => Page.EvaluateAsync("() => { window.isStillTheSamePage = true; }");

    /// <summary>Returns whether the page is still the marked one.</summary>
    public Task<bool> IsStillTheSamePageAsync() => Page.EvaluateAsync<bool>("() => window.isStillTheSamePage === true");
}

/// <summary>An account that can sign in.</summary>
/// <param name="Id">Key of the account.</param>
/// <param name="Name">Display name.</param>
/// <param name="Email">Address.</param>
/// <param name="Password">Password.</param>
public sealed record Person(string Id, string Name, string Email, string Password);
