using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Browsers;

/// <summary>A person with a browser of their own, one page open in it.</summary>
public sealed class Visitor
{
    private readonly List<string> _faults = [];
    private readonly List<string> _strangers = [];

    private Visitor(IBrowserContext context, IPage page) => (Context, Page) = (context, page);

    /// <summary>The browser.</summary>
    public IBrowserContext Context { get; }

    /// <summary>The open page.</summary>
    public IPage Page { get; }

    /// <summary>Errors that a script of the page did not catch, and what the browser blocked.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Requests that left this machine.</summary>
    public IReadOnlyList<string> Strangers => _strangers;

    /// <summary>The table of users.</summary>
    public ILocator Rows => Page.Locator("tr[data-user]");

    /// <summary>Opens a page in a new browser.</summary>
    /// <param name="context">The browser.</param>
    public static async Task<Visitor> OpenAsync(IBrowserContext context)
    {
        context.SetDefaultTimeout(30_000);
        var visitor = new Visitor(context, await context.NewPageAsync());
        visitor.Page.PageError += (_, fault) =>
        {
            // What Blazor's own script says when the program is killed while it answers; the pages' part is to come
            // back, which tests look at.
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
            // What a page does against the rules of its own headers is blocked by the browser, and otherwise goes
            // unnoticed.
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

    /// <summary>Goes to an address of the program and waits until the page answers to clicks.</summary>
    /// <param name="path">The address.</param>
    public async Task<IResponse?> GoAsync(string path)
    {
        var response = await Page.GotoAsync(path);
        await AnswersAsync();
        return response;
    }

    /// <summary>Waits until the page answers to clicks, if it is one that does.</summary>
    public async Task AnswersAsync() =>
        await Expect(Page.Locator("[data-interactive=true], main.ua-plain").First).ToBeAttachedAsync();

    /// <summary>Signs in and arrives where the sign-in leads.</summary>
    /// <param name="person">Who.</param>
    public async Task SignInAsync(Person person)
    {
        await GoAsync("/account/sign-in");
        await FillSignInAsync(person.Email, person.Password);
        await Expect(Heading("Users")).ToBeVisibleAsync();
        await AnswersAsync();
    }

    /// <summary>Fills the sign-in form and sends it.</summary>
    /// <param name="email">Into the field Email.</param>
    /// <param name="password">Into the field Password.</param>
    public async Task FillSignInAsync(string email, string password)
    {
        await Field("Email").FillAsync(email);
        await Field("Password").FillAsync(password);
        await Button("Sign in").ClickAsync();
    }

    /// <summary>Opens the person's menu.</summary>
    public Task OpenMenuAsync() => Page.Locator("button[popovertarget=user-menu]").ClickAsync();

    /// <summary>A field by its label.</summary>
    /// <param name="label">The label.</param>
    public ILocator Field(string label) => Page.GetByLabel(label, new() { Exact = true });

    /// <summary>A button by its words.</summary>
    /// <param name="words">The words.</param>
    public ILocator Button(string words) => Page.GetByRole(AriaRole.Button, new() { Name = words, Exact = true });

    /// <summary>A link by its words.</summary>
    /// <param name="words">The words.</param>
    public ILocator Link(string words) => Page.GetByRole(AriaRole.Link, new() { Name = words, Exact = true });

    /// <summary>The page's heading.</summary>
    /// <param name="words">Its words.</param>
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

    /// <summary>What is said beside a field: its error, and another person's change.</summary>
    /// <param name="field">Name of the command's property.</param>
    public ILocator Beside(string field) => Page.Locator($"#field-{field}-error, #field-{field}-other");

    /// <summary>
    /// Gives the browser an authenticator that answers at once, as a person with a fingerprint reader would.
    /// </summary>
    /// <param name="withOffer">Whether it answers the offer too that waits beside the email field while one
    /// types.</param>
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

    /// <summary>For a test that causes faults on purpose.</summary>
    public void ForgetFaults() => _faults.Clear();

    /// <summary>Marks the page, so that a reload would be noticed.</summary>
    public Task MarkAsync() => Page.EvaluateAsync("() => { window.isStillTheSamePage = true; }");

    /// <summary>Whether the page is the one that was marked.</summary>
    public Task<bool> IsStillTheSamePageAsync() => Page.EvaluateAsync<bool>("() => window.isStillTheSamePage === true");
}

/// <summary>An account that can sign in.</summary>
/// <param name="Id">Key of the account.</param>
/// <param name="Name">Display name.</param>
/// <param name="Email">Address.</param>
/// <param name="Password">Password.</param>
public sealed record Person(string Id, string Name, string Email, string Password);
