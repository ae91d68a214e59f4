using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>
/// Every page in German and in the mirrored language of the tests: no text is left in English, controls are where they
/// can be pressed at every width, axe-core finds nothing in either theme, and arrow keys go where they point.
/// </summary>
public sealed class PagesInLanguagesTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    // Returns the texts that are outside the brackets of the mirrored language. What people and the tests typed, ids
    // and formats are no texts of the program, nor is what says its own language. A bracket may be opened in one
    // element and closed in another of the same block.
    private const string Unmarked = """
        () => {
          const data = [/[^\s@[\]()]+@[^\s@[\]()]+/g,
            /https:\/\/una\.example\.com\/hooks\/of-some-length/g,
            /Una (User|Guest|Refused|HR sync|Server)( with a name of some length)?/g,
            /Ada Admin/g,
            /Password desk/g, /Administrator/g, /May do everything here\./g, /department-head/g,
            /people\.csv/g, /UserAdmin/g,
            /[0-9a-f]{8}-[0-9a-f-]{27}/g, /\b[a-z]+\.[a-z]+\b/g, /\b(CSV|JSON Lines|UTC|[KMGT]B)\b/g, /\buser\d+\b/g,
            /\bnew\d\b|\bNew (One|Two)\b|\bSales\b/g, /\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b/g,
            /· [\w-]+$/g, /not-an-address/g, /\btrue\b/g, /[\u2068\u2069]/g, /Mozilla\/.*/g,
            /nobody at all|nothing at all/g,
            /\b\d\.\d\.\d\S*/g];
          const outside = (text, depth) => {
            let rest = "";
            for (const one of text) {
              if (one === "[") depth++;
              else if (one === "]") depth--;
              else if (depth <= 0) rest += one;
            }
            return [data.reduce((left, one) => left.replace(one, ""), rest).trim(), depth];
          };
          const isText = rest => /\p{L}{2}/u.test(rest);
          const ignored = "script, style, template, noscript, code, kbd, pre, time, bdi, textarea, body [lang], " +
            ".ua-avatar, th.title";
          const found = [];
          const depths = new Map();
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node; (node = walker.nextNode());) {
            const parent = node.parentElement;
            if (parent.closest(ignored)) continue;
            let block = parent;
            while (block !== document.body && /^(inline|contents)$/.test(getComputedStyle(block).display)) {
              block = block.parentElement;
            }
            const [rest, depth] = outside(node.data, depths.get(block) ?? 0);
            depths.set(block, depth);
            if (isText(rest)) found.push(`“${rest}” in ${parent.tagName.toLowerCase()}.${parent.className}`);
          }
          for (const one of document.querySelectorAll("*")) {
            for (const name of ["aria-label", "aria-valuetext", "aria-description", "title", "placeholder", "alt"]) {
              const text = one.getAttribute(name);
              if (text && isText(outside(text, 0)[0])) {
                found.push(`${name}="${text}" of ${one.tagName.toLowerCase()}.${one.className}`);
              }
            }
          }
          if (isText(outside(document.title, 0)[0])) found.push(`title: ${document.title}`);
          if (document.dir !== "rtl") found.push("the page is not mirrored");
          return found;
        }
        """;

    private readonly ControlWalk _walk = new();

    [Fact]
    public async Task Pages_InTheMirroredLanguage_AreTranslatedAndFitEveryWidth()
    {
        var wrong = new List<string>();
        var paths = await ConsolePages.PrepareAsync(console);
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        var upload = await ConsolePages.UploadAsync(ada);
        await ada.SpeakAsync(Visitor.Mirrored);

        foreach (var path in (string[])[.. paths, upload, "/account/sign-in"])
        {
            await OpenPageAsync(ada, path);
            await LookAsync(path);
            await _walk.WalkAsync(ada, path, ControlWalk.FourWidths);
        }

        await OpenPageAsync(ada, "/users");
        foreach (var menu in (string[])["columns", "views-menu", "user-menu"])
        {
            await ada.Page.Locator($"button[popovertarget={menu}]").First.ClickAsync();
            await Expect(ada.Page.Locator($"#{menu} :is(a, button, input)").First).ToBeVisibleAsync();
            await LookAsync(menu);
            await _walk.WalkAsync(ada, menu, ControlWalk.FourWidths);
            await ada.Page.Keyboard.PressAsync("Escape");
            await Expect(ada.Page.Locator($"#{menu}")).ToBeHiddenAsync();
        }

        await ada.Page.Keyboard.PressAsync("Control+k");
        await Expect(ada.Page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        await LookAsync("palette");

        wrong.ShouldBeEmpty();
        _walk.ShouldHaveFoundNothing(1_000);

        async Task LookAsync(string what) =>
            wrong.AddRange(
                from one in await ada.Page.EvaluateAsync<string[]>(Unmarked)
                let line = $"{what}: {one}"
                where !wrong.Contains(line)
                select line
            );
    }

    [Fact]
    public async Task Pages_InGerman_FitEveryWidthAndHaveNoViolation()
    {
        var paths = await ConsolePages.PrepareAsync(console);
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        var upload = await ConsolePages.UploadAsync(ada);
        await ada.SpeakAsync("de");

        foreach (var path in (string[])[.. paths, upload, "/account/sign-in"])
        {
            await OpenPageAsync(ada, path);
            await Expect(ada.Page.Locator("html")).ToHaveAttributeAsync("lang", "de");
            await _walk.WalkAsync(ada, path, ControlWalk.FourWidths);
            await Axe.CheckWideAndNarrowAsync(ada.Page, $"{path} in German");
        }

        _walk.ShouldHaveFoundNothing(1_000);
    }

    [Fact]
    public async Task ArrowKeys_InTheMirroredLanguage_GoWhereTheyPoint()
    {
        await console.CreateUserAsync();
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.SpeakAsync(Visitor.Mirrored);
        await OpenPageAsync(ada, "/users");
        var title = ada.Page.Locator("th[data-column=email]");
        var before = (await title.BoundingBoxAsync())!;
        await title.GetByRole(AriaRole.Button).First.FocusAsync();

        await ada.Page.Keyboard.PressAsync("Shift+ArrowLeft");

        await Expect(title.Locator(".resizer"))
            .ToHaveAttributeAsync("aria-valuenow", $"{Math.Round(before.Width) + 16}");

        await OpenPageAsync(ada, "/");
        var bars = ada.Page.Locator(".bars").First.Locator("a");

        // The chart may be drawn anew, or not listen yet.
        await Eventually.HoldsAsync(
            async () =>
            {
                await bars.First.FocusAsync();
                await ada.Page.Keyboard.PressAsync("ArrowLeft");
                return await bars.Nth(1).EvaluateAsync<bool>("bar => bar === document.activeElement");
            },
            "the bar to the left is focused"
        );

        (await bars.Nth(1).BoundingBoxAsync())!.X.ShouldBeLessThan((await bars.First.BoundingBoxAsync())!.X);

        await OpenPageAsync(ada, "/activity");
        // All events of a new console may lie within one bar.
        await Expect(ada.Page.Locator("#activity-periods svg")).ToHaveCSSAsync("scale", "-1 1");
    }

    private static async Task OpenPageAsync(Visitor visitor, string path)
    {
        await visitor.GoAsync(path);
        await Expect(visitor.Page.Locator(".ua-skeleton:visible")).ToHaveCountAsync(0);
    }
}
