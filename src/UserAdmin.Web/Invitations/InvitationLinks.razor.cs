using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using UserAdmin.Imports;
using UserAdmin.Imports.Queries;
using UserAdmin.Mail.Commands;
using UserAdmin.Mail.Queries;
using UserAdmin.Users;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Invitations;

/// <summary>
/// Takes the links of the people of a list, one by one and each with a record in the person's history, and shows them.
/// </summary>
public sealed partial class InvitationLinks : IDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private List<(string Name, string Email, string Url)>? _rows;
    private IReadOnlyList<(string Reason, int Count)> _refused = [];
    private IReadOnlyList<string> _errors = [];
    private string _text = "";
    private bool _isBusy;
    private int _done;

    /// <summary>Key of the import that carries the invitations.</summary>
    [Parameter, EditorRequired]
    public string ImportId { get; set; } = "";

    /// <summary>How many people were invited.</summary>
    [Parameter, EditorRequired]
    public int Count { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private IJSRuntime Browser { get; set; } = default!;

    [Inject]
    private ILogger<InvitationLinks> Logger { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposal.Cancel();
        _disposal.Dispose();
    }

    private async Task OnShowAsync()
    {
        (_isBusy, _errors, _done) = (true, [], 0);
        try
        {
            var (rows, refused) = await TakeAsync();
            _text = string.Join('\n', rows.Select(row => $"{row.Name}\t{row.Email}\t{row.Url}"));
            (_rows, _refused) = (rows, [.. refused.CountBy(reason => reason).Select(one => (one.Key, one.Value))]);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Logger.LogError(fault, "The links of a list could not be taken.");
            _errors = [T("The program did not answer. Try again in a moment.")];
        }
        finally
        {
            _isBusy = false;
        }
    }

    private async Task<(List<(string Name, string Email, string Url)> Rows, List<string> Refused)> TakeAsync()
    {
        const int size = 200;
        var (rows, refused) = (new List<(string, string, string)>(), new List<string>());
        for (var page = 1; ; page++)
        {
            var items =
                (
                    await Acting.AskAsync(
                        new ListImportRows(ImportId, ImportVerdict.Create, PageNumber: page, PageSize: size),
                        _disposal.Token
                    )
                )
                    .Value
                    ?.Items
                ?? [];
            foreach (var item in items.Where(item => item is { IsDone: true, UserId: not null }))
            {
                var taken = await Acting.SendAsync(
                    new TakeUserLink(item.UserId!, LinkPurpose.Invitation),
                    cancellationToken: _disposal.Token
                );
                var link = taken.IsAccepted
                    ? (
                        await Acting.AskAsync(new GetUserLink(item.UserId!, LinkPurpose.Invitation), _disposal.Token)
                    ).Value
                    : null;
                if (link is not null)
                {
                    rows.Add((item.Name, item.Cells[0] ?? "", link.Url));
                }
                else
                {
                    refused.Add(taken.IsAccepted ? T("The link is not ready yet.") : taken.Errors[0].Message);
                }

                if (++_done % 20 == 0)
                {
                    StateHasChanged();
                }
            }

            if (items.Count < size)
            {
                return (rows, refused);
            }
        }
    }

    private async Task OnDownloadAsync()
    {
        var lines = (_rows ?? [])
            .Select(row => (row.Name, row.Email, row.Url))
            .Prepend(("Name", "Email", "Link"))
            .Select(row => string.Join(',', Cell(row.Item1), Cell(row.Item2), Cell(row.Item3)));
        await using var module = await Browser.InvokeAsync<IJSObjectReference>(
            "import",
            "./Invitations/InvitePage.razor.js"
        );
        await module.InvokeVoidAsync("download", $"invitations-{ImportId}.csv", string.Join("\r\n", lines) + "\r\n");
    }

    // A spreadsheet must not take a name for a formula.
    private static string Cell(string text) =>
        $"\"{(text.Length > 0 && "=+-@\t".Contains(text[0], StringComparison.Ordinal) ? "'" : "")}"
        + $"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
