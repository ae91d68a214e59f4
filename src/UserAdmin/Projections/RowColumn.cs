using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace UserAdmin.Projections;

/// <summary>Maps a property of a row to one column of a read-model table.</summary>
internal sealed class RowColumn<TRow>
{
    private readonly Func<object?, object?>? _toStored;
    private readonly Func<object, object?>? _fromStored;
    private readonly Func<object, object> _ofType;
    private readonly Action<TRow, object?> _set;

    /// <param name="property">The property, as EF Core maps it.</param>
    /// <param name="parameter">Name of the column's parameter in every statement.</param>
    public RowColumn(IProperty property, string parameter)
    {
        Property = property.Name;
        Parameter = parameter;
        Name = $"\"{property.GetColumnName()}\"";
        var row = Expression.Parameter(typeof(TRow));
        var value = Expression.Parameter(typeof(object));
        var member = Expression.Property(row, property.PropertyInfo!);
        Get = Expression.Lambda<Func<TRow, object?>>(Expression.Convert(member, typeof(object)), row).Compile();
        var setter = property.PropertyInfo!.GetSetMethod(nonPublic: true)!;
        _set = Expression
            .Lambda<Action<TRow, object?>>(
                Expression.Call(row, setter, Expression.Convert(value, property.ClrType)),
                row,
                value
            )
            .Compile();
        var converter = property.GetTypeMapping().Converter;
        _toStored = converter?.ConvertToProvider;
        var stored = converter?.ProviderClrType ?? property.ClrType;
        _fromStored = converter is null ? null : value => converter.ConvertFromProvider(value);
        _ofType = Type.GetTypeCode(Nullable.GetUnderlyingType(stored) ?? stored) switch
        {
            TypeCode.String => value => (string)value,
            TypeCode.Int64 => value => (long)value,
            TypeCode.Int32 => value => value is int ? value : checked((int)(long)value),
            TypeCode.Boolean => value => value is bool ? value : (long)value != 0,
            _ => throw new NotSupportedException(
                $"{typeof(TRow).Name}.{property.Name} is of a type that no column can hold here."
            ),
        };
    }

    public string Property { get; }

    /// <summary>Name in SQL, quoted.</summary>
    public string Name { get; }

    public string Parameter { get; }

    public Func<TRow, object?> Get { get; }

    public object? GetStored(TRow row) => _toStored is null ? Get(row) : _toStored(Get(row));

    /// <summary>Reads a stored value in the form that <see cref="GetStored"/> returns.</summary>
    public object? ReadStored(DbDataReader reader, int ordinal) =>
        reader.GetValue(ordinal) is var value and not DBNull ? _ofType(value) : null;

    public void SetStored(TRow row, object stored) => _set(row, _fromStored is null ? stored : _fromStored(stored));
}
