"""What a host reads of the pupils who come to it, once it has shown that the confirmed mailbox is its own."""
