using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using UserAdmin.Imports;

namespace UserAdmin.Web.Imports;

/// <summary>
/// The state of an import's page, as given by its address, so that a reload or a colleague with the link shows the
/// same.
/// </summary>
/// <param name="ImportId">The import.</param>
public sealed record ImportAddress(string ImportId)
{
    /// <summary>The number of rows on a page.</summary>
    internal const int PageSize = 50;

    /// <summary>Only rows with this verdict; null for all.</summary>
    public ImportVerdict? Show { get; init; }

    /// <summary>Only rows refused for this reason; null for all.</summary>
    public string? Code { get; init; }

    /// <summary>From 1.</summary>
    public int PageNumber { get; init; } = 1;

    /// <summary>Whether the columns are to be mapped again although there is a preview.</summary>
    public bool Maps { get; init; }

    /// <summary>Parses the parts of an address; invalid parts are ignored.</summary>
    public static ImportAddress Of(string importId, string? show, string? code, int? page, string? step) =>
        new(importId)
        {
            Show =
                Enum.TryParse<ImportVerdict>(show, ignoreCase: true, out var verdict) && Enum.IsDefined(verdict)
                    ? verdict
                    : null,
            Code = string.IsNullOrWhiteSpace(code) ? null : code,
            PageNumber = Math.Max(1, page ?? 1),
            Maps = step == "columns",
        };

    /// <summary>Returns the address within the console.</summary>
    public string Uri()
    {
        Dictionary<string, string?> query = [];
        if (Maps)
        {
            query["step"] = "columns";
        }

        if (Show is { } verdict)
        {
            query["show"] = verdict.ToString().ToLowerInvariant();
        }

        if (Code is not null)
        {
            query["code"] = Code;
        }

        if (PageNumber > 1)
        {
            query["page"] = PageNumber.ToString(CultureInfo.InvariantCulture);
        }

        return QueryHelpers.AddQueryString($"imports/{ImportId}", query);
    }
}
