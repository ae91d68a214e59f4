namespace UserAdmin.Web.Live;

/// <summary>
/// What a prerendered page hands to its circuit, taken once. Blazor keeps a restored <c>[PersistentState]</c> for as
/// long as the page is open; emptied, that is only this object and not a page of rows (decision 38).
/// </summary>
/// <typeparam name="T">The view model.</typeparam>
public sealed class Handover<T>
    where T : class
{
    /// <summary>What is handed over; null once it was taken.</summary>
    public T? Value { get; set; }

    /// <summary>Takes it, and leaves nothing.</summary>
    public T? Take()
    {
        var value = Value;
        Value = null;
        return value;
    }
}
