using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace UserAdmin.Web.Layout;

/// <summary>
/// Serves as a file the styles that MudThemeProvider would write into every page as style elements. The
/// Content-Security-Policy then needs no exception for style elements, and each page is 11 KB shorter.
/// </summary>
/// <param name="services">Passed to the renderer.</param>
/// <param name="loggers">Passed to the renderer.</param>
public sealed partial class ThemeSheet(IServiceProvider services, ILoggerFactory loggers)
{
    private volatile Sheet? _sheet;

    /// <summary>Returns the address of the style sheet, which changes with the content.</summary>
    public async Task<string> AddressAsync() => (await SheetAsync()).Address;

    /// <summary>Serves it at <c>/mud-theme.css</c>.</summary>
    internal static async Task<IResult> ServeAsync(HttpContext http, ThemeSheet sheet)
    {
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Text((await sheet.SheetAsync()).Css, "text/css", Encoding.UTF8);
    }

    // The result is always the same, so two concurrent calls only do the work twice.
    private async Task<Sheet> SheetAsync() => _sheet ??= await RenderAsync();

    private async Task<Sheet> RenderAsync()
    {
        await using var scope = services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (
                await renderer.RenderComponentAsync<MudThemeProvider>(
                    ParameterView.FromDictionary(
                        new Dictionary<string, object?>
                        {
                            [nameof(MudThemeProvider.Theme)] = ConsoleTheme.Mud,
                            [nameof(MudThemeProvider.DefaultScrollbar)] = true,
                            [nameof(MudThemeProvider.ObserveSystemDarkModeChange)] = false,
                        }
                    )
                )
            ).ToHtmlString()
        );
        var css = string.Join('\n', StyleElements().Matches(html).Select(match => match.Groups[1].Value.Trim()));
        return new Sheet(
            css,
            $"mud-theme.css?v={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(css)))[..12]}"
        );
    }

    [GeneratedRegex("<style[^>]*>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex StyleElements();

    private sealed record Sheet(string Css, string Address);
}
