using System.Text.Json.Nodes;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Tests.Scim.Strangers;

/// <summary>
/// Libraries of others agree with ours on generated filters and PATCHes, except where they do not do what the RFCs say.
/// What they do otherwise is listed by kind, with the section that decides. A kind that no case shows any more is an
/// error, too, and so is a case of no kind.
/// </summary>
public sealed class StrangerTests
{
    private static readonly Kind<StrangerFilter>[] _parseFilter =
    [
        new("7643, 2.2: texts have no case unless they are case exact", (one, _, _) => Has(one.Notes, "case")),
        new("7644, 3.10: names may have the URN of the core schema", (one, _, _) => Has(one.Notes, "core urn")),
        new("7643, 2.4: without “primary”, a value is not the primary one", (one, _, _) => HasPrimary(one.Notes)),
        new("7643, 2.5: what is missing is null", (one, _, _) => Has(one.Notes, "null")),
        new("7644, 3.4.2.2: ne holds where nothing is equal", (one, _, _) => Has(one.Notes, "ne")),
        new(
            "7644, 3.4.2.2: one and the same value fulfils all of a value filter, “not” included",
            (one, _, _) => Has(one.Notes, "value filter") && Has(one.Notes, "not")
        ),
    ];

    private static readonly Kind<StrangerFilter>[] _scimmy =
    [
        new("7644, 3.4.2.2, figure 1: brackets are within brackets", (_, _, theirs) => theirs == "refused"),
        new(
            "7644, 3.4.2.2: a resource without the attribute does not match, and is no error",
            (_, ours, theirs) =>
                theirs.Contains('x', StringComparison.Ordinal)
                && ours.Zip(theirs).All(pair => pair.First == pair.Second || pair.Second == 'x')
        ),
        new("7643, 2.2: texts have no case unless they are case exact", (one, _, _) => Has(one.Notes, "case")),
        new("7644, 3.10: names may have the URN of the core schema", (one, _, _) => Has(one.Notes, "core urn")),
        new("7644, 3.10: attributes of extensions have the URN before them", (one, _, _) => Has(one.Notes, "urn")),
        new("7643, 2.4: without “primary”, a value is not the primary one", (one, _, _) => HasPrimary(one.Notes)),
        new("7644, 3.4.2.2: ne holds where nothing is equal", (one, _, _) => Has(one.Notes, "ne")),
        new(
            "7644, 3.4.2.2: “not” is the opposite of all that is in its brackets",
            (one, _, _) => Has(one.Notes, "not")
        ),
        new(
            "7644, 3.4.2.2: “and” demands both, if both are of the same attribute, too",
            (one, _, _) => Has(one.Notes, "and") && Has(one.Notes, "or")
        ),
    ];

    private static readonly Kind<StrangerPatch>[] _scimPatch =
    [
        new(
            "7644, 3.5.2.2: removing what is not there changes nothing",
            (one, ours, theirs) => Has(one.Notes, "remove") && !IsRefused(ours) && IsRefused(theirs)
        ),
        new(
            "7644, 3.5.2.3: the scimType is noTarget if nothing matches the filter",
            (_, ours, theirs) => ours == "refused: noTarget" && IsRefused(theirs)
        ),
        new(
            "7644, 3.5.2.1: a filter that nothing matches is said to be one",
            (one, ours, _) => Has(one.Notes, "add") && ours == "refused: noTarget"
        ),
        new(
            "7644, 3.5.2.1 and 3.5.2.3: what is not named of a complex value or an extension stays",
            (one, _, _) => Has(one.Notes, "object without path")
        ),
        new(
            "7644, 3.5.2: setting a primary value makes the others not primary",
            (one, _, theirs) => Has(one.Notes, "sets type or primary") && Primaries(theirs) > 1
        ),
        new(
            "7643, 2.4: an entry is its value, so none is left without it (ours)",
            (one, _, _) => Has(one.Notes, "remove") && Has(one.Notes, "sub-attribute of entry")
        ),
        new("7643, 2.4: without “primary”, a value is not the primary one", (one, _, _) => HasPrimary(one.Notes)),
    ];

    private static readonly Kind<StrangerPatch>[] _scimmyPatch =
    [
        new("7644, 3.10: names may have the URN of the core schema", (one, _, _) => Has(one.Notes, "core urn")),
        new(
            "7644, 3.5.2.3: replacing what is not there adds it, with the values of the filter (as Entra expects)",
            (one, ours, theirs) => Has(one.Notes, "filter finds nothing") && !IsRefused(ours) && IsRefused(theirs)
        ),
        new(
            "7644, 3.5.2.1: a complex value that is not there is made",
            (one, _, theirs) => Has(one.Notes, "manager") && IsRefused(theirs)
        ),
        new(
            "7644, 3.5.2.3: a value that matches the filter is changed, whatever the filter compares",
            (one, _, theirs) => Has(one.Notes, "sub-attribute of entry") && IsRefused(theirs)
        ),
        new("7644, 3.5.2.1: adding what is there changes nothing", (one, _, _) => Has(one.Notes, "what is there")),
        new(
            "7644, 3.5.2.3: sub-attributes that are not named stay",
            (one, _, _) => Has(one.Notes, "replace") && (Has(one.Notes, "entry") || Has(one.Notes, "name"))
        ),
        new(
            "7644, 3.5.2.3: replacing without a path replaces lists, too",
            (one, _, _) => Has(one.Notes, "replace") && Has(one.Notes, "list without path")
        ),
        new(
            "7643, 2.4: an entry is its value, so none is left without it (ours)",
            (one, _, _) => Has(one.Notes, "remove") && Has(one.Notes, "sub-attribute of entry")
        ),
        new(
            "7644, 3.5.2: setting a primary value makes the others not primary",
            (one, _, theirs) => Has(one.Notes, "sets type or primary") && Primaries(theirs) > 1
        ),
    ];

    [Fact]
    public void Filters_FindWhatScim2ParseFilterFinds() =>
        Compare(
            StrangerCases.Filters.Select(one => (one, one.Text, Found(one.Text), one.ParseFilter)),
            _parseFilter,
            agreeing: 200
        );

    [Fact]
    public void Filters_FindWhatScimmyFinds() =>
        Compare(
            StrangerCases.Filters.Select(one => (one, one.Text, Found(one.Text), one.Scimmy)),
            _scimmy,
            agreeing: 60
        );

    [Fact]
    public void Patches_DoWhatThoseOfScimPatchDo() =>
        Compare(
            StrangerCases.Patches.Select(one => (one, Written(one), Patched(one), Theirs(one, one.ScimPatch))),
            _scimPatch,
            agreeing: 300
        );

    [Fact]
    public void Patches_DoWhatThoseOfScimmyDo() =>
        Compare(
            StrangerCases.Patches.Select(one => (one, Written(one), Patched(one), Theirs(one, one.Scimmy))),
            _scimmyPatch,
            agreeing: 250
        );

    private static void Compare<T>(
        IEnumerable<(T Case, string Text, string Ours, string Theirs)> cases,
        Kind<T>[] kinds,
        int agreeing
    )
    {
        var all = cases.ToList();
        var others = all.Where(one => one.Ours != one.Theirs).ToList();
        (all.Count - others.Count).ShouldBeGreaterThan(agreeing);
        var shown = new HashSet<Kind<T>>();
        foreach (var (of, text, ours, theirs) in others)
        {
            var kind = Array.Find(kinds, one => one.Is(of, ours, theirs));
            kind.ShouldNotBeNull($"{text}\nours:   {ours}\ntheirs: {theirs}");
            shown.Add(kind);
        }

        kinds.Where(kind => !shown.Contains(kind)).Select(kind => kind.What).ShouldBeEmpty("no case shows it any more");
    }

    private static string Found(string filter)
    {
        var read = ScimFilter.Parse(ScimSchemas.Users, filter);
        return string.Concat(StrangerCases.Resources.Select(resource => read.Matches(resource) ? '1' : '0'));
    }

    private static string Patched(StrangerPatch one)
    {
        var body = new JsonObject
        {
            ["schemas"] = new JsonArray(ScimPatch.Schema),
            ["Operations"] = one.Operations.DeepClone(),
        };
        try
        {
            return StrangerCases.Text(
                ScimPatching.Apply(
                    ScimSchemas.Users,
                    StrangerCases.Resources[one.Resource],
                    ScimPatch.Read(ScimSchemas.Users, body)
                )
            );
        }
        catch (ScimFault refused)
        {
            return $"refused: {refused.Type}";
        }
    }

    private static string Theirs(StrangerPatch one, JsonNode answer) =>
        answer is JsonObject changes
            ? StrangerCases.Text(StrangerCases.With(StrangerCases.Resources[one.Resource], changes))
            : $"{answer}";

    private static string Written(StrangerPatch one) => $"{one.Resource} {one.Operations.ToJsonString()} ({one.Notes})";

    private static bool IsRefused(string answer) => answer.StartsWith("refused", StringComparison.Ordinal);

    private static bool Has(string notes, string note) => notes.Split(", ").Contains(note);

    private static bool HasPrimary(string notes) =>
        notes.Split(", ").Any(note => note.StartsWith("primary ", StringComparison.Ordinal));

    private static int Primaries(string resource) => resource.Split("\"primary\":true").Length - 1;

    /// <summary>What others do otherwise than the RFCs say.</summary>
    /// <param name="What">The section, and what it says.</param>
    /// <param name="Is">Whether a case is of the kind, by what is noted of it, our answer and theirs.</param>
    private sealed record Kind<T>(string What, Func<T, string, string, bool> Is);
}
