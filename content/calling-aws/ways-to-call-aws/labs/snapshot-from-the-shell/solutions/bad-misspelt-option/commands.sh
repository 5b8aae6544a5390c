aws ec2 describe-snapshots --snapshots-id snap-0123456789abcdef0
