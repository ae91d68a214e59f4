using UserAdmin.Audit;
using UserAdmin.Messaging;
using UserAdmin.Users;

namespace UserAdmin.Web.Forms;

/// <summary>The edits of one row, kept apart from the row and merged with what others change meanwhile.</summary>
/// <typeparam name="TRow">The row that the form edits.</typeparam>
public abstract class MergingForm<TRow>
{
    private long _rowVersion = -1;
    private long _readAt = -1;

    /// <summary>Every field, in the order of the form.</summary>
    public abstract IReadOnlyList<FormField<TRow>> All { get; }

    /// <summary>The fields, grouped by the command that sends them.</summary>
    protected abstract IReadOnlyList<FieldGroup> Groups { get; }

    /// <summary>Refusals that concern no field of the form.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    /// <summary>Whether there are unsaved changes.</summary>
    public bool IsDirty => All.Any(one => one.IsTouched);

    /// <summary>
    /// Whether the person acknowledged a version that the merged row has not reached yet; saving now would be refused
    /// again.
    /// </summary>
    public bool IsBehind => All.Any(one => one.KnownAt > _readAt);

    /// <summary>Everything that the form's commands contain, as one text: equal texts mean the same command.</summary>
    public string Intention =>
        string.Join(
            '\n',
            All.Select(one => $"{one.IsTouched} {one.Wanted}").Concat(Groups.Select(group => $"{group.SeenVersion}"))
        );

    /// <summary>The touched fields with their typed values, to be passed to <see cref="Saved"/>.</summary>
    public IReadOnlyDictionary<FormField, string> Touched =>
        All.Where(one => one.IsTouched).ToDictionary(FormField (one) => one, one => one.Value);

    /// <summary>Version of a row: the log position of its last change.</summary>
    protected abstract long VersionOf(TRow row);

    /// <summary>Returns who changed a row last, and when; null if the row does not say.</summary>
    protected virtual (string By, DateTimeOffset At)? LastChange(TRow row) => null;

    /// <summary>
    /// Merges a newer row. Untouched fields take its values, typed text stays, and a field that both changed becomes a
    /// question.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="position">Log position up to which the row is known to be true; events that are no edits lie
    /// between its version and there.</param>
    public void Merge(TRow row, long position)
    {
        var (isFirst, version) = (_rowVersion < 0, VersionOf(row));
        (_rowVersion, _readAt) = (Math.Max(_rowVersion, version), Math.Max(_readAt, Math.Max(position, version)));
        foreach (var field in All)
        {
            field.Merge(field.Read(row), version, isFirst);
            if (field.Overtaken is { By: null } other && LastChange(row) is var (by, at))
            {
                field.Overtaken = other with { By = by, At = at };
            }
        }

        Settle();
    }

    /// <summary>Keeps the typed value: the next save deliberately overwrites the other person's value.</summary>
    public void KeepMine(FormField field)
    {
        field.Overtaken = null;
        Settle();
    }

    /// <summary>Replaces the typed value by the other person's value.</summary>
    public void TakeTheirs(FormField field)
    {
        field.Value = field.Overtaken?.Theirs ?? field.Current;
        KeepMine(field);
    }

    /// <summary>Restores the stored value.</summary>
    public void Discard()
    {
        foreach (var field in All)
        {
            field.Discard();
        }

        Errors = [];
        Settle();
    }

    /// <summary>Returns whether the typed values can be sent; if not, the fields show why.</summary>
    public virtual bool Check() => true;

    /// <summary>Shows why a save was refused, each reason beside its field.</summary>
    /// <param name="errors">The reasons.</param>
    /// <param name="others">Fields on the page that are not the form's own.</param>
    public void Refuse(IReadOnlyList<Error> errors, params IReadOnlyList<FormField> others)
    {
        List<string> general = [];
        ForgetErrors(others);
        foreach (var error in errors)
        {
            var field = All.Concat(others).FirstOrDefault(candidate => candidate.Name == error.Field);
            if (field is null)
            {
                general.Add(error.Message);
            }
            else if (error is StaleEdit stale)
            {
                field.Overtake(new OvertakenField(stale.Current, stale.ChangedBy, stale.ChangedAt, stale.Version));
            }
            else
            {
                (field.Error, field.ErrorUserId) = (error.Message, (error as ValueTaken)?.OwnerId);
            }
        }

        if (errors.Any(error => error is StaleEdit))
        {
            general.Add(
                T(
                    "Nothing was saved: someone else changed a field while you were editing. Choose which value to "
                        + "keep, then save again."
                )
            );
        }

        Errors = general;
        FocusFirstBad(others);
        Settle();
    }

    /// <summary>Marks the sent values as stored; what was typed since stays unsaved.</summary>
    public void Saved(IReadOnlyDictionary<FormField, string> sent)
    {
        foreach (var (field, value) in sent)
        {
            field.Saved(value);
        }

        ForgetErrors([]);
    }

    /// <summary>Adds to open questions who changed the field, which the row does not say.</summary>
    /// <param name="history">The history of the row, newest first.</param>
    /// <param name="ownId">The person who is typing.</param>
    /// <returns>The fields whose question now names a person.</returns>
    public IReadOnlyList<FormField> NameOthers(IReadOnlyList<HistoryRow> history, string? ownId)
    {
        List<FormField> named = [];
        foreach (var field in All)
        {
            if (
                field.Overtaken is { By: null } other
                && history.FirstOrDefault(entry => entry.Changes.Any(change => change.Field == field.Name)) is { } entry
            )
            {
                field.Overtaken = other with
                {
                    By = entry.ActorId == ownId ? T("You, elsewhere,") : entry.ActorName,
                    At = entry.At,
                };
                named.Add(field);
            }
        }

        return named;
    }

    /// <summary>Moves the focus to the first field with an error or a question.</summary>
    protected void FocusFirstBad(IReadOnlyList<FormField> others) =>
        All.Concat(others).FirstOrDefault(field => field.IsBad)?.WantsFocus = true;

    /// <summary>Clears the errors of an earlier refused save.</summary>
    protected void ForgetErrors(IReadOnlyList<FormField> others)
    {
        Errors = [];
        foreach (var field in All.Concat(others))
        {
            field.Error = null;
        }
    }

    /// <summary>Returns the version that the command of a field sends as seen.</summary>
    protected long SeenVersionOf(FormField field) => Groups.First(group => group.Fields.Contains(field)).SeenVersion;

    private void Settle()
    {
        foreach (var group in Groups)
        {
            group.Settle(_rowVersion, _readAt);
        }
    }
}
