using MudBlazor;

namespace UserAdmin.Web.Layout;

/// <summary>
/// The theme settings for MudBlazor. The colours come from wwwroot/theme.css, which overrides these in both palettes.
/// </summary>
internal static class ConsoleTheme
{
    private static readonly string[] _font = ["var(--ua-font)"];

    public static MudTheme Mud { get; } =
        new()
        {
            LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
            Typography = new Typography
            {
                Default = new DefaultTypography
                {
                    FontFamily = _font,
                    FontSize = ".875rem",
                    LineHeight = "1.43",
                    LetterSpacing = "0",
                },
                H6 = new H6Typography
                {
                    FontFamily = _font,
                    FontSize = "1rem",
                    FontWeight = "600",
                    LineHeight = "1.5",
                    LetterSpacing = "-.01em",
                },
                Body1 = new Body1Typography
                {
                    FontFamily = _font,
                    FontSize = ".875rem",
                    LineHeight = "1.43",
                    LetterSpacing = "0",
                },
                Body2 = new Body2Typography
                {
                    FontFamily = _font,
                    FontSize = ".875rem",
                    LineHeight = "1.43",
                    LetterSpacing = "0",
                },
                Button = new ButtonTypography
                {
                    FontFamily = _font,
                    FontSize = ".875rem",
                    FontWeight = "500",
                    LineHeight = "1.43",
                    LetterSpacing = "0",
                    TextTransform = "none",
                },
                Caption = new CaptionTypography
                {
                    FontFamily = _font,
                    FontSize = ".8125rem",
                    LineHeight = "1.4",
                    LetterSpacing = "0",
                },
            },
        };
}
