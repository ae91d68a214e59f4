using Microsoft.AspNetCore.Identity;

namespace UserAdmin.StockDatabases;

/// <summary>What the user class of an application often adds.</summary>
public interface IStockUser
{
    string FirstName { get; set; }

    string? LastName { get; set; }

    DateOnly? BirthDate { get; set; }

    bool IsVip { get; set; }

    int? TenantId { get; set; }

    DateTimeOffset? DeletedAt { get; set; }

    DateTimeOffset CreatedAt { get; set; }

    decimal Balance { get; set; }

    decimal Discount { get; set; }
}

/// <summary>
/// The user class of an application with data of its own. FirstName, IsVip, CreatedAt and Balance are required;
/// Discount has a default, and FullName is computed by the database.
/// </summary>
public sealed class StockUser<TKey> : IdentityUser<TKey>, IStockUser
    where TKey : IEquatable<TKey>
{
    public string FirstName { get; set; } = "";

    public string? LastName { get; set; }

    public DateOnly? BirthDate { get; set; }

    public bool IsVip { get; set; }

    public int? TenantId { get; set; }

    public DateTimeOffset? DeletedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public decimal Balance { get; set; }

    public decimal Discount { get; set; }

    public string? FullName { get; private set; }
}
