package org.polyak.pipeline.source.tar;

import org.polyak.pipeline.source.RawImage;

/**
 * A member of an archive that is no directory.
 *
 * @param mark where its headers begin
 * @param position offset of its header in the archive, behind its extension headers
 * @param contentStart offset of its content in the archive
 * @param name with {@code /} and without {@code .} and empty parts; an unsafe name is as it was
 *     found, with what cannot be printed as {@code \}{@code uXXXX}
 * @param size of its content in bytes
 * @param refusal why its content cannot be had, or null
 */
public record TarMember(
    TarMark mark,
    long position,
    long contentStart,
    String name,
    long size,
    RawImage.Refused refusal) {}
