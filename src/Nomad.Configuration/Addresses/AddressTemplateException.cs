namespace Nomad.Configuration.Addresses;

/// <summary>A template cannot be evaluated; the message says what is wrong with it.</summary>
public sealed class AddressTemplateException(string message) : Exception(message);
