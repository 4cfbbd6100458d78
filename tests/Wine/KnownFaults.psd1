# Methods that fail or hang because of Wine 8, and work on Windows: the full name, and what Wine does.
@{
    # This line shows it in any program:
    # Rfc2898DeriveBytes.Pbkdf2("a", "salt"u8.ToArray(), 10_000, HashAlgorithmName.SHA256, 16);
    'ChatCompletions.Tests.EndpointKeyTests.A_mark_tells_a_key_from_another_one_and_says_next_to_nothing_of_it' =
        'Rfc2898DeriveBytes.Pbkdf2 throws CryptographicException 0xc1000008, or hangs.'
    'ChatCompletions.Tests.EndpointKeyTests.A_key_that_could_be_found_by_its_mark_has_that_of_no_key' =
        'Rfc2898DeriveBytes.Pbkdf2 throws CryptographicException 0xc1000008, or hangs.'
    'ChatCompletions.Tests.Journal.JournalKeyTests.A_secret_in_the_body_counts_but_cannot_be_tried_out_in_the_key' =
        'Rfc2898DeriveBytes.Pbkdf2 throws CryptographicException 0xc1000008, or hangs.'
    'ChatCompletions.Tests.Journal.ChatJournalTests.What_the_request_calls_a_secret_is_in_it_nowhere' =
        'Rfc2898DeriveBytes.Pbkdf2 throws CryptographicException 0xc1000008, or hangs.'
    'ChatCompletions.Tests.Journal.ChatJournalTests.A_key_is_in_it_nowhere_and_the_line_is_whole' =
        'Rfc2898DeriveBytes.Pbkdf2 throws CryptographicException 0xc1000008, or hangs.'
}
