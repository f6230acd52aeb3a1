using System.Xml.Linq;
using HotspotManager.Core.Secrets;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace HotspotManager.Console.Access;

/// <summary>Seals the keys of the console's cookies with the data folder's own key: a copy of <c>keys/cookies</c> alone signs nobody in.</summary>
internal sealed class SealedKeys(SecretBox secrets) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var box = secrets.Seal(SecretPurpose.ConsoleCookies, plaintextElement.ToString(SaveOptions.DisableFormatting));
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(box)), typeof(OpenedKeys));
    }
}

/// <summary>Opens what <see cref="SealedKeys"/> sealed. The framework makes it by its name, which stands in the key's file.</summary>
internal sealed class OpenedKeys(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => XElement.Parse(
        services.GetRequiredService<SecretBox>().OpenText(SecretPurpose.ConsoleCookies, Convert.FromBase64String(encryptedElement.Value)));
}
