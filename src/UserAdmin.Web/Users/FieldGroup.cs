namespace UserAdmin.Web.Users;

/// <summary>Fields that travel in one command, and so share the version that was seen.</summary>
internal sealed class FieldGroup(IReadOnlyList<FormField> fields)
{
    public IReadOnlyList<FormField> Fields { get; } = fields;

    public long SeenVersion { get; private set; }

    public bool IsTouched => Fields.Any(one => one.IsTouched);

    /// <summary>Moves the seen version on, but never past a change that the person has not decided about.</summary>
    public void Settle(long rowVersion, long readAt)
    {
        var known = Fields.Max(field => field.KnownAt);
        // A version newer than what was read says nothing about the group's other fields: sending it would revert them.
        if (Fields.Any(field => field.Overtaken is not null) || (Fields.Count > 1 && known > readAt))
        {
            return;
        }

        SeenVersion = Math.Max(known, rowVersion);
        foreach (var field in Fields)
        {
            field.Seen = field.Current;
        }
    }
}
