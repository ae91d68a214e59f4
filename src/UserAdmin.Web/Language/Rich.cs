using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;

namespace UserAdmin.Web.Language;

/// <summary>A sentence with markup in it, whose parts stand where the language wants them.</summary>
internal static partial class Rich
{
    /// <summary>Returns a text with fragments in its holes.</summary>
    /// <param name="text">The text in the person's language, with <c>{0}</c>, <c>{1}</c> and so on.</param>
    /// <param name="parts">What is in the holes.</param>
    public static RenderFragment Of(string text, params IReadOnlyList<RenderFragment> parts) =>
        builder =>
        {
            // Every second part is the number of a hole.
            foreach (var (place, part) in Hole().Split(text).Index())
            {
#pragma warning disable ASP0006 // A text has its parts at the same places always.
                builder.OpenRegion(place);
#pragma warning restore ASP0006
                if (place % 2 == 0)
                {
                    builder.AddContent(0, part);
                }
                else if (int.TryParse(part, out var hole) && hole < parts.Count)
                {
                    builder.AddContent(0, parts[hole]);
                }

                builder.CloseRegion();
            }
        };

    [GeneratedRegex(@"\{(\d)\}")]
    private static partial Regex Hole();
}
