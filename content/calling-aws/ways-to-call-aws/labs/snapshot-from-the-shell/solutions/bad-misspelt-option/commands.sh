aws ec2 describe-snapshots --snapshot-id snap-0123456789abcdef0
