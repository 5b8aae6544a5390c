aws ec2 describe-volumes --filters Name=tag:Name,Values=orders-data
VOLUME=$(aws ec2 describe-volumes --filters Name=tag:Name,Values=orders-data --query "Volumes[0].VolumeId" --output text)
SNAPSHOT=$(aws ec2 create-snapshot --volume-id $VOLUME --description "Orders, before the upgrade" --tag-specifications 'ResourceType=snapshot,Tags=[{Key=reason,Value=before-upgrade}]' --query SnapshotId --output text)
aws ec2 wait snapshot-completed --snapshot-ids $SNAPSHOT
aws ec2 describe-snapshots --snapshot-ids snap-0123456789abcdef0
sleep 1d
aws ec2 describe-snapshots --owner-ids self --query 'Snapshots[].[SnapshotId, StartTime, State]' --output text
